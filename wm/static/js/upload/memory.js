/** Which upload a file belongs to, remembered in this browser so that choosing the file again goes on. */
const KEY = "wm-uploads";
const DAYS = 7 * 24 * 3600 * 1000;

const print = (file) => [file.name, file.size, file.lastModified].join("/");

function read() {
  try {
    const all = Object.entries(JSON.parse(localStorage.getItem(KEY)) ?? {});
    return Object.fromEntries(all.filter(([, { at }]) => Date.now() - at < DAYS));
  } catch {
    return {};
  }
}

function write(all) {
  try {
    localStorage.setItem(KEY, JSON.stringify(all));
  } catch {
    // private mode, or full: the upload goes on, only not after the browser was closed
  }
}

/** The id of the upload that this very file was part of, or undefined. */
export const recall = (file) => read()[print(file)]?.id;

export const remember = (file, id) => write({ ...read(), [print(file)]: { id, at: Date.now() } });

export function forget(id) {
  write(Object.fromEntries(Object.entries(read()).filter(([, each]) => each.id !== id)));
}
