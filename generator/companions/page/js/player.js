// The one audio element, and which recording it plays: as it was made, or at the learner's pace.

import { cueAt, indexAt, samePlace } from "./lesson.js";

/** Seconds that a seek stops before a sound, so that its first consonant is heard. */
const LEAD_IN = 0.05;

/**
 * Tells `moved` whenever the position may have changed, and `changed` when another version plays.
 */
export class Player extends EventTarget {
  /**
   * @param {HTMLAudioElement} audio
   * @param {import("./lesson.js").Lesson} lesson
   */
  constructor(audio, lesson) {
    super();
    this.audio = audio;
    this.lesson = lesson;
    this.rate = lesson.rate;
    this.timeline = lesson.timeline;
    const moved = () => this.dispatchEvent(new Event("moved"));
    for (const name of ["timeupdate", "seeking", "seeked", "play", "pause", "ended"]) {
      audio.addEventListener(name, moved);
    }
  }

  /** Samples from the beginning of what plays now. */
  get position() {
    return Math.round(this.audio.currentTime * this.rate);
  }

  /** Index of the cue that is heard, or was heard last; -1 before the first. */
  get cue() {
    return cueAt(this.timeline, this.position + Math.round((LEAD_IN + 0.02) * this.rate));
  }

  /** Index of the section that plays. */
  get part() {
    const here = this.position + Math.round((LEAD_IN + 0.02) * this.rate);
    return indexAt(this.timeline.parts, here);
  }

  /** @param {number} position  samples */
  seek(position) {
    this.audio.currentTime = Math.max(0, position / this.rate);
    this.dispatchEvent(new Event("moved"));
  }

  /** @param {number} index  of a moment: go a little before it */
  seekMoment(index) {
    this.seek(this.timeline.moments[index].start - LEAD_IN * this.rate);
  }

  /** @param {number} index  of a section: go to its beginning */
  seekPart(index) {
    this.seek(this.timeline.parts[index].start);
  }

  /** @param {number} seconds  forward, or back where negative */
  skip(seconds) {
    const last = this.timeline.length / this.rate;
    this.seek(Math.min(last, Math.max(0, this.audio.currentTime + seconds)) * this.rate);
  }

  /** The present cue once more; the one before it, where the present one has only just begun. */
  repeatCue() {
    const { moments } = this.timeline;
    let index = this.cue;
    const early = index >= 0 && this.position - moments[index].start < 0.6 * this.rate;
    if (early && !this.audio.paused) {
      const before = moments.slice(0, index).findLastIndex((moment) => moment.kind === "cue");
      if (before >= 0) index = before;
    }
    if (index < 0) this.seek(0);
    else this.seekMoment(index);
    this.play();
  }

  /** @param {number} step  1 is the next section, -1 the beginning of this one or the one before */
  stepPart(step) {
    const { parts } = this.timeline;
    const here = this.part;
    const inside = this.position - parts[here].start > 3 * this.rate;
    let wanted = step > 0 ? here + 1 : (inside ? here : here - 1);
    // A section without a sound has no length: to stop there would be to stand still.
    while (parts[wanted] && parts[wanted].start === parts[wanted].end) wanted += step;
    if (wanted < parts.length) this.seekPart(Math.max(0, wanted));
  }

  /** Only ever called from something that the learner did. */
  play() {
    this.audio.play().catch(() => {
      // The browser refuses, or another seek came first: its own control is there to try again.
    });
  }

  toggle() {
    if (this.audio.paused) this.play();
    else this.audio.pause();
  }

  /**
   * Play another version of the lesson, at the same place.
   * @param {string} address
   * @param {import("./lesson.js").Timeline} timeline
   */
  change(address, timeline) {
    const { audio } = this;
    const [at, playing, speed] = [samePlace(this.timeline, this.position, timeline), !audio.paused, audio.playbackRate];
    audio.src = address;
    audio.defaultPlaybackRate = speed;
    audio.playbackRate = speed;
    this.timeline = timeline;
    if (at > 0) this.seek(at);
    if (playing) this.play();
    this.dispatchEvent(new Event("changed"));
    this.dispatchEvent(new Event("moved"));
  }
}
