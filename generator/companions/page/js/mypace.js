// The panel "My pace": what the learner wishes, and what became of it.

import { clockText } from "./lesson.js";
import { Mp3Problem } from "./frames.js";
import { asRecorded, isAsRecorded } from "./pace.js";
import { neighbour } from "./source.js";
import { OwnRecording } from "./remake.js";

const CHOICES = ["from", "again"];

class MyPace {
  /**
   * @param {HTMLFormElement} form
   * @param {import("./player.js").Player} player
   * @param {import("./lesson.js").Lesson} lesson
   * @param {ReturnType<import("./store.js").openStore>} store
   */
  constructor(form, player, lesson, store) {
    this.form = form;
    this.player = player;
    this.lesson = lesson;
    this.store = store;
    this.own = new OwnRecording(lesson);
    this.recorded = player.audio.src;
    /** The address of the version that plays now; empty is the recording itself. */
    this.address = "";
  }

  part(name) {
    return this.form.querySelector(`[data-part=${name}]`);
  }

  /** @param {string} message */
  tell(message) {
    this.part("status").textContent = message;
  }

  /** @returns {import("./pace.js").Wishes} */
  get wishes() {
    const fields = this.form.elements;
    const silences = this.lesson.stretched.map((name) => [name, Number(fields[name].value) / 100]);
    const choices = CHOICES.map((name) => [name, Number(fields[name].value)]);
    return Object.fromEntries([...silences, ...choices]);
  }

  /** Write beside each slider what it says, and below how long the lesson would be. */
  describe() {
    for (const name of this.lesson.stretched) {
      const field = this.form.elements[name];
      this.form.querySelector(`output[for=${field.id}]`).textContent = `${field.value} %`;
      field.setAttribute("aria-valuetext", `${field.value} percent`);
    }
    const length = clockText(this.own.plan(this.wishes).length / this.lesson.rate);
    this.part("summary").textContent = `${isAsRecorded(this.wishes) ? "As recorded" : "Your version"}: ${length}`;
  }

  /** Put the fields where they were; the recording stays as it is until the learner asks. */
  restore() {
    const { wishes } = this.store.read();
    if (!wishes || typeof wishes !== "object") return;
    const fields = this.form.elements;
    for (const name of this.lesson.stretched) {
      const percent = Math.round(Number(wishes[name]) * 100);
      if (Number.isFinite(percent)) fields[name].value = String(percent);
    }
    for (const name of CHOICES) {
      const value = String(wishes[name]);
      if ([...fields[name].options].some((option) => option.value === value)) fields[name].value = value;
    }
  }

  /** What the learner asked for, with the recording from where the page stands, or from the learner. */
  async ask() {
    if (isAsRecorded(this.wishes)) {
      this.playRecorded();
      return;
    }
    if (!this.own.mp3) {
      const bytes = await neighbour(this.lesson.files[0].href);
      if (!bytes) {
        this.askForFile();
        return;
      }
      await this.own.take(bytes);
    }
    this.playOwn();
  }

  askForFile() {
    this.part("chooser").hidden = false;
    this.tell("This page cannot read the recording by itself here. Please choose the MP3 that you downloaded.");
    this.form.elements.file.focus();
  }

  /** @param {File} file */
  async choose(file) {
    await this.own.take(new Uint8Array(await file.arrayBuffer()));
    this.part("chooser").hidden = true;
    this.playOwn();
  }

  playOwn() {
    const timeline = this.own.plan(this.wishes);
    const blob = this.own.make(timeline);
    this.play(URL.createObjectURL(blob), timeline);
    const length = clockText(timeline.length / this.lesson.rate);
    const link = this.part("download");
    link.href = this.address;
    link.download = `${this.lesson.name}-my-pace-${length.replaceAll(":", "-")}.mp3`;
    link.textContent = `Download your version (${length}, ${(blob.size / 1e6).toFixed(1)} MB)`;
    this.part("result").hidden = false;
    this.tell("Your version is ready, and is what the player plays now.");
  }

  playRecorded() {
    if (this.address) this.play("", this.lesson.timeline);
    this.part("result").hidden = true;
    this.tell("The player plays the lesson as it was recorded.");
  }

  /** @param {string} address @param {import("./lesson.js").Timeline} timeline */
  play(address, timeline) {
    const before = this.address;
    this.address = address;
    this.player.change(address || this.recorded, timeline);
    if (before) URL.revokeObjectURL(before);
  }

  /** Tell the learner what is wrong with a file; anything else is an error of this program. */
  async attempt(work) {
    try {
      await work();
    } catch (problem) {
      if (!(problem instanceof Mp3Problem)) throw problem;
      this.tell(problem.message);
    }
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {import("./player.js").Player} player
 * @param {import("./lesson.js").Lesson} lesson
 * @param {ReturnType<import("./store.js").openStore>} store
 */
export function connectMyPace(form, player, lesson, store) {
  const panel = new MyPace(form, player, lesson, store);
  const { file } = form.elements;
  form.addEventListener("input", () => panel.describe());
  form.addEventListener("change", () => store.write({ wishes: panel.wishes }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void panel.attempt(() => panel.ask());
  });
  file.addEventListener("change", () => {
    const [chosen] = file.files;
    if (chosen) void panel.attempt(() => panel.choose(chosen));
  });
  form.addEventListener("reset", () => {
    store.write({ wishes: asRecorded(lesson) });
    // The fields have their first values only after this event.
    setTimeout(() => {
      panel.describe();
      panel.playRecorded();
    });
  });
  panel.restore();
  panel.describe();
}
