type Watcher = { start: () => void; stop: () => void };

const stallAfterMs = 3000;
/** The first picture may need a keyframe, a library and a slow phone. */
const firstPictureAfterMs = 8000;
const lookEveryMs = 500;

/**
 * Says when pictures come and when they have stopped coming. A stalled stream often fires no event at all, so the
 * clock of the picture is looked at. While the page is hidden browsers stop drawing: that is not a stall.
 */
export function watchProgress(video: HTMLVideoElement, hear: { onPicture: () => void; onStall: () => void }): Watcher {
  let timer: ReturnType<typeof setInterval> | undefined;
  let lastTime = -1;
  let movedAt = 0;
  let hasPicture = false;

  function look(): void {
    const now = performance.now();
    const time = video.currentTime;
    if (time !== lastTime && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && time > 0) {
      lastTime = time;
      movedAt = now;
      hasPicture = true;
      return hear.onPicture();
    }
    if (document.visibilityState === 'hidden' || (video.paused && hasPicture)) {
      movedAt = now;
      return;
    }
    if (now - movedAt > (hasPicture ? stallAfterMs : firstPictureAfterMs)) hear.onStall();
  }

  return {
    start() {
      clearInterval(timer);
      lastTime = video.currentTime;
      movedAt = performance.now();
      hasPicture = false;
      timer = setInterval(look, lookEveryMs);
    },
    stop: () => clearInterval(timer),
  };
}
