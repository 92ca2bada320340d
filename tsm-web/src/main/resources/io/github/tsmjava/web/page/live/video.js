// Sources that play in the <video> element: the camera, and files.

/** Calls back with each new frame of a video, until stopped. */
function follow(video, tell) {
  let handle, running = true;
  const byFrame = "requestVideoFrameCallback" in HTMLVideoElement.prototype;
  const next = () => {
    handle = byFrame ? video.requestVideoFrameCallback(seen) : requestAnimationFrame(seen);
  };
  const seen = (now, frame) => {
    if (running) {
      next();
      tell(frame?.captureTime ?? now, 1000 * (frame?.mediaTime ?? video.currentTime));
    }
  };
  next();
  return () => {
    running = false;
    byFrame ? video.cancelVideoFrameCallback(handle) : cancelAnimationFrame(handle);
  };
}

export class Camera {

  constructor(video, frames) {
    this.video = video;
    this.frames = frames;
  }

  /** Resolves when it runs; rejects with {title, text} for people. ended is called if it goes away later. */
  async start(ended) {
    if (!navigator.mediaDevices?.getUserMedia) {
      throw {
        title: "The camera needs localhost",
        text: "Browsers give cameras only to pages of their own machine.",
      };
    }
    try {
      this.stream = await navigator.mediaDevices.getUserMedia(
        {video: {width: {ideal: 640}, height: {ideal: 480}, frameRate: {ideal: 30}, facingMode: "user"}});
    } catch (error) {
      throw Camera.reason(error);
    }
    // Whoever pressed twice has another camera by now.
    if (this.stopped) {
      this.stop();
      return;
    }
    this.stream.getVideoTracks()[0].addEventListener("ended", () => ended(
      {title: "The camera is gone", text: "It was unplugged or another program took it."}));
    const video = this.video;
    video.controls = video.loop = false;
    video.srcObject = this.stream;
    await video.play();
    this.unfollow = follow(video, captured => this.frames.offer(video, video.videoWidth, video.videoHeight, captured));
  }

  static reason(error) {
    switch (error.name) {
      case "NotAllowedError":
      case "SecurityError":
        return {title: "The camera was refused", text: "Allow it in the browser, beside the address, and try again."};
      case "NotFoundError":
      case "OverconstrainedError":
        return {title: "No camera found", text: "Plug one in and try again."};
      case "NotReadableError":
        return {title: "The camera is busy", text: "Another program uses it. Close that program and try again."};
      default:
        return {title: "The camera does not start", text: error.message};
    }
  }

  stop() {
    this.stopped = true;
    this.unfollow?.();
    this.stream?.getTracks().forEach(track => track.stop());
    if (this.video.srcObject === this.stream) {
      this.video.srcObject = null;
    }
  }
}

export class VideoFile {

  constructor(video, frames, jumped) {
    this.video = video;
    this.frames = frames;
    this.jumped = jumped;
  }

  async start(file) {
    const video = this.video;
    this.address = URL.createObjectURL(file);
    video.srcObject = null;
    video.src = this.address;
    video.controls = video.loop = true;
    video.onseeked = this.jumped;
    try {
      await video.play();
    } catch {
      throw {
        title: "This file does not play here",
        text: "Browsers play MP4 with H.264 and WebM. “tsm classify” reads more kinds.",
      };
    }
    this.unfollow = follow(video, (_, media) =>
      this.frames.offer(video, video.videoWidth, video.videoHeight, performance.now(), media));
  }

  stop() {
    this.unfollow?.();
    this.video.onseeked = null;
    this.video.pause();
    this.video.removeAttribute("src");
    this.video.load();
    URL.revokeObjectURL(this.address);
  }
}
