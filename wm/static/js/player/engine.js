/** Chooses how the film is played: our HLS engine where MediaSource is, the browser's own HLS, or the plain MP4. */
import { Plain } from "./plain.js";

const HLS_TYPE = "application/vnd.apple.mpegurl";
const canStream = () => "MediaSource" in window || "ManagedMediaSource" in window;

/** Warms the cache with the engine, and what steers it, when someone is about to press play. */
export function fetchEngine(player) {
  if (canStream() && player.source.master) return Promise.all([import(player.dataset.engine), import("./stream.js")]);
}

export async function openEngine(player, at) {
  const { video, source } = player;
  if (!video.paused && video.currentTime) return new Plain(player, null, video.currentTime);
  await source.fresh();
  if (source.master) {
    const [engine, steering] = (await fetchEngine(player)?.catch(() => null)) ?? [];
    if (engine?.default.isSupported()) return new steering.Stream(engine.default, player, at);
    if (video.canPlayType(HLS_TYPE)) return new Plain(player, "master", at);
  }
  return new Plain(player, "mp4", at);
}
