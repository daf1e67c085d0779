// Where the learner's own recording is made, out of sight: the recording's bytes and wishes go in, a file comes out.

import { paced } from "./pace.js";
import { rebuild } from "./rebuild.js";
import { recognised } from "./source.js";

export class OwnRecording {
  /** @param {import("./lesson.js").Lesson} lesson */
  constructor(lesson) {
    this.lesson = lesson;
    /** @type {import("./frames.js").Mp3 | null} */
    this.mp3 = null;
  }

  /**
   * Take the recording, if it is the right one.
   * @param {Uint8Array} bytes
   * @throws {import("./frames.js").Mp3Problem} in words for the learner
   */
  async take(bytes) {
    this.mp3 = await recognised(bytes, this.lesson.files, this.lesson.title);
  }

  /** @param {import("./pace.js").Wishes} wishes @returns {import("./lesson.js").Timeline} */
  plan(wishes) {
    const { timeline, frame, gap } = this.lesson;
    return paced(timeline, wishes, frame, gap);
  }

  /** @param {import("./lesson.js").Timeline} timeline  planned here @returns {Blob} */
  make(timeline) {
    const { lesson } = this;
    const parts = rebuild(this.mp3, lesson.timeline, timeline, lesson, `${lesson.title} (my pace)`);
    return new Blob(parts, { type: "audio/mpeg" });
  }
}
