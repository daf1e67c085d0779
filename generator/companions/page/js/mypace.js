// The panel "My pace": wishes in, the learner's own recording out.

import { clockText } from "./lesson.js";
import { Mp3Problem } from "./frames.js";
import { AS_RECORDED, isAsRecorded, paced } from "./pace.js";
import { rebuild } from "./rebuild.js";
import { neighbour, recognised } from "./source.js";

/**
 * @param {HTMLFormElement} form
 * @param {import("./player.js").Player} player
 * @param {import("./lesson.js").Lesson} lesson
 * @param {ReturnType<import("./store.js").openStore>} store
 */
export function connectMyPace(form, player, lesson, store) {
  const part = (name) => form.querySelector(`[data-part=${name}]`);
  const [status, result, chooser, summary] = ["status", "result", "chooser", "summary"].map(part);
  const recorded = player.audio.currentSrc || player.audio.src || player.audio.querySelector("source")?.src;
  let mp3 = null;
  let address = "";

  const wishes = () => {
    const fields = form.elements;
    const share = (name) => Number(fields[name].value) / 100;
    return {
      rest: share("rest"), move: share("move"), pause: share("pause"),
      from: Number(fields.from.value), again: Number(fields.again.value),
    };
  };
  const wished = () => paced(lesson.timeline, wishes(), lesson.frame, lesson.gap);
  const tell = () => {
    for (const name of ["rest", "move", "pause"]) {
      const field = form.elements[name];
      form.querySelector(`output[for=${field.id}]`).textContent = `${field.value} %`;
      field.setAttribute("aria-valuetext", `${field.value} percent`);
    }
    const length = clockText(wished().length / lesson.rate);
    summary.textContent = isAsRecorded(wishes()) ? `As recorded: ${length}` : `Your version: ${length}`;
  };
  const use = (timeline, blob) => {
    const before = address;
    address = blob ? URL.createObjectURL(blob) : "";
    player.change(address || recorded, timeline);
    if (before) URL.revokeObjectURL(before);
  };
  const offer = (blob, timeline) => {
    const link = part("download");
    const minutes = clockText(timeline.length / lesson.rate).replaceAll(":", "-");
    link.href = address;
    link.download = `${lesson.name}-my-pace-${minutes}.mp3`;
    link.textContent = `Download your version (${clockText(timeline.length / lesson.rate)}, ${megabytes(blob.size)})`;
    result.hidden = false;
  };
  const make = () => {
    const timeline = wished();
    if (isAsRecorded(wishes())) return reset();
    const parts = rebuild(mp3, lesson.timeline, timeline, lesson, `${lesson.title} (my pace)`);
    const blob = new Blob(parts, { type: "audio/mpeg" });
    use(timeline, blob);
    offer(blob, timeline);
    status.textContent = "Your version is ready, and is what the player plays now.";
    return undefined;
  };
  const reset = () => {
    if (address) use(lesson.timeline, null);
    result.hidden = true;
    status.textContent = "The player plays the lesson as it was recorded.";
  };
  const open = async (bytes) => {
    mp3 = await recognised(bytes, lesson.files, lesson.title);
    chooser.hidden = true;
  };
  const attempt = async (work) => {
    try {
      await work();
    } catch (problem) {
      if (!(problem instanceof Mp3Problem)) throw problem;
      status.textContent = problem.message;
    }
  };

  form.addEventListener("input", tell);
  form.addEventListener("change", () => store.write({ wishes: wishes() }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void attempt(async () => {
      if (!mp3 && !isAsRecorded(wishes())) {
        const bytes = await neighbour(lesson.files[0].href);
        if (!bytes) {
          chooser.hidden = false;
          status.textContent = "This page cannot read the recording by itself here. Please choose the MP3 that you downloaded.";
          form.elements.file.focus();
          return;
        }
        await open(bytes);
      }
      make();
    });
  });
  form.elements.file.addEventListener("change", () => {
    const [file] = form.elements.file.files;
    if (!file) return;
    void attempt(async () => {
      await open(new Uint8Array(await file.arrayBuffer()));
      make();
    });
  });
  form.addEventListener("reset", () => {
    store.write({ wishes: AS_RECORDED });
    setTimeout(() => {
      tell();
      reset();
    });
  });
  restore(form, store.read().wishes);
  tell();
}

/** Put the sliders where they were; the recording stays as it is until the learner asks. */
function restore(form, wishes) {
  if (!wishes || typeof wishes !== "object") return;
  for (const name of ["rest", "move", "pause"]) {
    const value = Number(wishes[name]) * 100;
    if (Number.isFinite(value)) form.elements[name].value = String(value);
  }
  for (const name of ["from", "again"]) {
    const list = form.elements[name];
    if ([...list.options].some((option) => option.value === String(wishes[name]))) list.value = String(wishes[name]);
  }
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
