/** Speed and time left, from bytes and moments; calm numbers rather than nervous ones. */
const CALM = 4; // seconds over which the speed is averaged
const SIZES = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];

const lang = () => document.documentElement.lang || "en";
const unit = (value, name, digits = 0, unitDisplay = "short") =>
  new Intl.NumberFormat(lang(), { style: "unit", unit: name, unitDisplay, maximumFractionDigits: digits }).format(value);

function sized(bytes, per = "") {
  const step = Math.min(SIZES.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const value = bytes / 1000 ** step;
  return unit(value, SIZES[step] + per, step > 1 && value < 100 ? 1 : 0);
}

function lasting(seconds) {
  if (seconds < 60) return unit(Math.max(1, Math.round(seconds)), "second", 0, "long");
  if (seconds < 5400) return unit(Math.round(seconds / 60), "minute", 0, "long");
  return unit(seconds / 3600, "hour", 1, "long");
}

export class Meter {
  constructor() {
    this.rest();
  }

  /** Forget the speed: after a pause, or when bytes were found on the server. */
  rest() {
    Object.assign(this, { at: 0, bytes: 0, speed: 0 });
  }

  /** Take note that `bytes` have left by now. */
  note(bytes, now = performance.now()) {
    if (!this.at) return Object.assign(this, { at: now, bytes });
    const seconds = (now - this.at) / 1000;
    if (seconds < 0.2) return this;
    const speed = Math.max(0, bytes - this.bytes) / seconds;
    const weight = this.speed ? 1 - Math.exp(-seconds / CALM) : 1;
    return Object.assign(this, { at: now, bytes, speed: this.speed + (speed - this.speed) * weight });
  }

  /** Fill the words of `pattern`: {sent}, {size}, {speed}, {left}. */
  tell(pattern, sent, size) {
    const values = { sent: sized(sent), size: sized(size), speed: sized(this.speed, "-per-second") };
    values.left = this.speed ? lasting((size - sent) / this.speed) : "…";
    return pattern.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  }
}
