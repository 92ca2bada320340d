// Puts the page together: sources on one side, answers on the other.

import {Connection} from "./socket.js";
import {Frames} from "./frames.js";
import {Camera, VideoFile} from "./video.js";
import {Clips, Gallery} from "./clips.js";
import {Scores} from "./scores.js";
import {Timeline} from "./timeline.js";
import {Latency} from "./latency.js";
import {Memory} from "./memory.js";

const $ = id => document.getElementById(id);
const token = new URLSearchParams(location.search).get("token") ?? "";
document.querySelectorAll("nav a").forEach(link => {
  link.search = location.search;
});

const scores = new Scores($("scores"), $("decision"), $("decision-note"));
const timeline = new Timeline($("timeline"));
const latency = new Latency({
  median: $("median"), p95: $("p95"), fps: $("fps"), stages: $("stages"), legend: $("stage-legend"),
});
const memory = new Memory($("memory"));

const connection = new Connection(token, {
  state(name, text, banner) {
    $("link").dataset.state = name;
    $("link-text").textContent = text;
    if (name !== "connecting") {
      $("banner").hidden = !banner;
      $("banner").textContent = banner ?? "";
    }
  },
  message(message) {
    message.type === "hello" ? greet(message) : answer(message);
  },
  picture(view) {
    memory.show(view);
  },
});
const frames = new Frames(connection);
const gallery = new Gallery($("gallery"), token, names => run("clips", names));

/** A stream begins. */
function greet(hello) {
  frames.clear();
  latency.begin();
  scores.begin(hello.classes, hello.idle);
  timeline.begin(hello.idle);
  $("network-name").textContent = hello.networks.length > 1 ? "" : hello.networks[0];
  $("summary").textContent = hello.summary;
  $("memory-on").disabled = !hello.remembers;
  $("memory").hidden = !hello.remembers || !$("memory-on").checked;
  $("memory-note").textContent = hello.remembers
    ? "Each shifted layer keeps a few channels of this frame for the next one. That is all the network knows of the past."
    : "Nothing. This network looks ahead, so it sees the newest pictures all over again with each new one.";
  $("network").hidden = hello.networks.length < 2;
  $("network").replaceChildren(...hello.networks.map((name, i) => new Option(name, i, false, i === hello.network)));
  const legend = $("smoothing").firstElementChild;
  $("smoothing").replaceChildren(legend, ...hello.smoothings.map(name => {
    const [label, input, text] = ["label", "input", "span"].map(tag => document.createElement(tag));
    Object.assign(input, {type: "radio", name: "smoothing", value: name, checked: name === hello.smoothing});
    text.textContent = name === "none" ? "no smoothing" : name;
    label.append(input, text);
    return label;
  }));
}

function answer(message) {
  const frame = frames.answered(message.seq);
  if (frame) {
    latency.add(frame, message);
  }
  $("dropped").textContent = frames.dropped + message.dropped;
  if (message.seen) {
    scores.show(message);
    timeline.add(message);
  }
}

function forget() {
  connection.tell({reset: true});
  timeline.cut();
}

// Sources

let source = null;
let kind = null;

function notice(title, text, action, other) {
  $("notice").hidden = !title;
  $("video").hidden = Boolean(title) || kind === "clips";
  $("canvas").hidden = Boolean(title) || kind !== "clips";
  if (title) {
    $("notice-title").textContent = title;
    $("notice-text").textContent = text;
    $("notice-action").textContent = action;
    $("notice-other").textContent = other ?? "Play the drawn clips";
  }
}

function failed(chosen, {title, text}) {
  source?.stop();
  source = null;
  gallery.lively = true;
  if (chosen === "camera") notice(title, text + " Or choose a video or a drawn clip.", "Try again");
  else notice(title, text, chosen === "file" ? "Choose another file" : "Start the camera");
}

/** Another source; what: the file or the names of clips. */
async function run(chosen, what) {
  source?.stop();
  source = null;
  gallery.lively = false;
  kind = chosen;
  document.querySelector(`input[name=source][value=${chosen}]`).checked = true;
  $("mirror-label").hidden = chosen !== "camera";
  mirror();
  frames.clear();
  forget();
  const next = chosen === "camera" ? new Camera($("video"), frames)
    : chosen === "file" ? new VideoFile($("video"), frames, forget) : new Clips($("canvas"), frames, gallery, forget);
  source = next;
  try {
    if (chosen === "camera") {
      notice("Waiting for the camera", "Your browser asks whether this page may use it.", "Try again");
      await next.start(reason => failed(chosen, reason));
      if (source !== next) {
        next.stop();
        return;
      }
      notice(null);
    } else {
      notice(null);
      await next.start(what);
    }
  } catch (reason) {
    // A camera that came too late would stay on; files and clips have been stopped by what took their place.
    if (chosen === "camera") next.stop();
    if (source === next) {
      failed(chosen, reason.title ? reason : {title: "That does not work", text: reason.message});
    }
  }
}

function mirror() {
  $("picture").classList.toggle("mirrored", kind === "camera" && $("mirror").checked);
}

function choose(chosen) {
  if (chosen === "file") {
    $("file").click();
  } else {
    run(chosen, gallery.names);
  }
}

$("sources").addEventListener("change", event => choose(event.target.value));
$("sources").addEventListener("click", event => {
  if (event.target.value === "file" && event.target.checked && kind === "file") {
    $("file").click();
  }
});
$("file").addEventListener("change", () => {
  if ($("file").files.length) {
    run("file", $("file").files[0]);
  }
});
$("file").addEventListener("cancel", () => {
  const checked = kind && document.querySelector(`input[name=source][value=${kind}]`);
  document.querySelectorAll("input[name=source]").forEach(input => input.checked = input === checked);
});
$("notice-action").addEventListener("click", () => choose(kind === "file" ? "file" : "camera"));
$("notice-other").addEventListener("click", () => run("clips", gallery.names));
$("play-all").addEventListener("click", () => run("clips", gallery.names));
$("mirror").addEventListener("change", mirror);
$("reset").addEventListener("click", forget);
$("network").addEventListener("change", event => connection.wish("network", Number(event.target.value)));
$("smoothing").addEventListener("change", event => connection.wish("smoothing", event.target.value));
$("memory-on").addEventListener("change", event => {
  $("memory").hidden = !event.target.checked;
  connection.wish("memory", event.target.checked);
});

for (const type of ["dragenter", "dragover", "dragleave", "drop"]) {
  addEventListener(type, event => {
    event.preventDefault();
    $("picture").classList.toggle("dropping", type === "dragenter" || type === "dragover");
    if (type === "drop" && event.dataTransfer.files.length) {
      run("file", event.dataTransfer.files[0]);
    }
  });
}

const KEYS = {
  c: () => choose("camera"), v: () => choose("file"), d: () => choose("clips"), f: forget,
  m: () => $("mirror").click(), r: () => $("memory-on").click(),
};
addEventListener("keydown", event => {
  if (!event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat && event.target.tagName !== "SELECT") {
    KEYS[event.key.toLowerCase()]?.();
  }
});

gallery.load().catch(() => {
  $("gallery").textContent = "The clips did not come: the address of this page lacks its token, or the server is gone.";
});
