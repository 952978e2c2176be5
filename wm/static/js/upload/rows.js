/** Rows of the upload page: asked of the server, or a sentence in their place. */
const AS_FRAGMENT = { "HX-Request": "true", "HX-Request-Type": "partial" };
const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";
const parsed = (html) => document.createRange().createContextualFragment(html);

/** The row of an upload that this browser remembers, or null when it has ended. */
export async function known(url, id) {
  const answer = await fetch(`${url}/${id}`, { headers: AS_FRAGMENT }).catch(() => null);
  return answer?.ok ? parsed(await answer.text()).firstElementChild : null;
}

/** A row for `file`, newly begun; or, when it can't come in, `notice` with the reason. */
export async function begun(url, file, film, notice) {
  const body = new URLSearchParams({ name: file.name, size: file.size, ...(film && { film }) });
  const headers = { ...AS_FRAGMENT, "X-CSRFToken": token() };
  const answer = await fetch(url, { method: "POST", headers, body }).catch(() => null);
  if (answer?.headers.has("HX-Redirect")) location.assign(answer.headers.get("HX-Redirect"));
  const fragment = answer && parsed(await answer.text());
  if (answer?.ok) return fragment.firstElementChild;
  const words = notice.querySelector("p");
  words.textContent = `${file.name}: ${fragment?.textContent.trim() || words.textContent}`;
  return notice;
}
