// Pictures of a video that the browser plays and the server does not read, such as WebM.

import {Recording} from './recording.js';

const MOST_PICTURES = 240;
const MOST_BYTES = 30 * 1024 * 1024;
const PATIENCE = 5000;

/** Waits for what `begin` brings about; false if it does not come. */
function happens(video, event, begin) {
  return new Promise(done => {
    const timer = setTimeout(() => end(false), PATIENCE);
    const yes = () => end(true);
    const no = () => end(false);
    const end = came => {
      clearTimeout(timer);
      video.removeEventListener(event, yes);
      video.removeEventListener('error', no);
      done(came);
    };
    video.addEventListener(event, yes);
    video.addEventListener('error', no);
    begin();
  });
}

function seek(video, seconds) {
  return happens(video, 'seeked', () => {
    video.currentTime = seconds;
  });
}

/**
 * The first seconds of a video as a recording of so many pictures a second; null if the browser does not play it.
 */
export async function played(file, rate) {
  const video = document.createElement('video');
  video.muted = true;
  video.preload = 'auto';
  const address = URL.createObjectURL(file);
  try {
    const opened = await happens(video, 'loadeddata', () => {
      video.src = address;
    });
    if (!opened || !video.videoWidth) return null;
    // Recordings do not say how long they are, until their end was looked for.
    if (!Number.isFinite(video.duration) && !(await seek(video, Number.MAX_SAFE_INTEGER))) return null;
    const recording = new Recording(rate);
    for (let i = 0; i < MOST_PICTURES && (i === 0 || i / rate < video.duration); i++) {
      if (!(await seek(video, i / rate))) break;
      recording.keep(video, video.videoWidth, video.videoHeight);
      if (recording.size() > MOST_BYTES) break;
    }
    return recording.pictures.length > 0 ? recording : null;
  } finally {
    video.removeAttribute('src');
    video.load();
    URL.revokeObjectURL(address);
  }
}
