/** The film on the lock screen and under the media keys; and the time codes in the text beside it. */
export function attachSession(player) {
  mediaSession(player);
  player.on(document, "click", (event) => {
    const link = event.target.closest?.("a[data-seek]");
    if (!link || player.hasAttribute("mini") || !player.closest("[data-stage]")?.contains(link)) return;
    event.preventDefault();
    event.stopPropagation();
    player.seekTo(Number(link.dataset.seek));
    player.play();
    player.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }, { capture: true });
}

function mediaSession(player) {
  const session = navigator.mediaSession;
  if (!session) return;
  const { title, creator: artist } = player.dataset;
  player.on(player.video, "playing", () => {
    session.metadata = new MediaMetadata({ title, artist, artwork: [{ src: player.video.poster }] });
    const deeds = {
      play: () => player.play(),
      pause: () => player.pause(),
      seekbackward: ({ seekOffset = 10 }) => player.seekBy(-seekOffset),
      seekforward: ({ seekOffset = 10 }) => player.seekBy(seekOffset),
      seekto: ({ seekTime }) => player.seekTo(seekTime),
    };
    for (const [name, deed] of Object.entries(deeds)) session.setActionHandler(name, deed);
  });
}
