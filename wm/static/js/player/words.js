/** Seconds as people write and hear them. */
const pad = (number) => String(number).padStart(2, "0");

/** 187 -> "3:07", 3723 -> "1:02:03". */
export function clock(seconds) {
  const whole = Math.floor((seconds || 0) + 0.005); // a film of twenty seconds may say 19.999999
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`;
}

/** Fills "{at} of {all}" or any other sentence from the page with values. */
export const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
