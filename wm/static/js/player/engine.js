/** Chooses how the film is played: our HLS engine where MediaSource is, the browser's own HLS, or the plain MP4. */
import { Plain } from "./plain.js";
import { Stream } from "./stream.js";

const HLS_TYPE = "application/vnd.apple.mpegurl";
const canStream = () => "MediaSource" in window || "ManagedMediaSource" in window;

/** Warms the cache with the engine when someone is about to press play. */
export function fetchEngine(player) {
  if (canStream() && player.source.master) return import(player.dataset.engine);
}

export async function openEngine(player, at) {
  const { video, source } = player;
  if (!video.paused && video.currentTime) return new Plain(player, null, video.currentTime);
  await source.fresh();
  if (source.master) {
    const Hls = (await fetchEngine(player)?.catch(() => null))?.default;
    if (Hls?.isSupported()) return new Stream(Hls, player, at);
    if (video.canPlayType(HLS_TYPE)) return new Plain(player, "master", at);
  }
  return new Plain(player, "mp4", at);
}
