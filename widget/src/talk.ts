import type { ReactiveController, ReactiveControllerHost } from "lit";
import { Conversation } from "./conversation";
import { shareableLocation } from "./location";
import { Memory } from "./memory";
import { isAlarm, type Choice, type Reply } from "./protocol";
import { Scroller } from "./scroller";
import { spoken } from "./spoken";
import type { Words } from "./strings";
import type { Watcher } from "./watcher";

const NOTE_MS = 8000;

/** What the talk needs to know of the element that shows it. */
export interface Stage extends ReactiveControllerHost {
  readonly server: string;
  readonly name: string;
  readonly open: boolean;
  readonly words: Words;
}

export interface Announcement {
  id: string;
  text: string;
  urgent: boolean;
}

/** The conversation as the element shows it: what is announced, what is new, where it is scrolled to. */
export class Talk implements ReactiveController, Watcher {
  conversation!: Conversation;
  memory!: Memory;
  unread = 0;
  locating = false;
  /** A line about what has just been done. */
  note = "";
  announcement: Announcement | null = null;
  readonly scroller = new Scroller();
  private noteTimer: number | undefined;

  constructor(private readonly stage: Stage) {
    stage.addController(this);
  }

  hostConnected(): void {
    this.begin();
  }

  hostDisconnected(): void {
    clearTimeout(this.noteTimer);
    this.conversation.dispose();
  }

  /** Talks to the server of the element; again when that changes. */
  begin(): void {
    const server = this.stage.server.replace(/\/+$/, "");
    this.memory = new Memory(server);
    this.conversation = new Conversation(server, this.memory, this);
    if (this.conversation.entries.length) void this.conversation.open(); // said before a reload, and still to be sent
  }

  get typing(): boolean {
    const { entries, typing } = this.conversation;
    return typing || entries.some((entry) => entry.kind === "said" && entry.delivery === "sending");
  }

  /** The reply that was given last. */
  get lastReply(): Reply | undefined {
    const last = this.conversation.entries.findLast(({ kind }) => kind === "answered");
    return last?.kind === "answered" ? last.reply : undefined;
  }

  say(text: string, shown = text): void {
    this.conversation.say(text, shown);
    const last = this.conversation.entries.at(-1);
    if (last) this.scroller.to(last.id);
  }

  press({ payload, title }: Choice): void {
    this.say(payload, title);
  }

  async shareLocation(): Promise<void> {
    if (this.locating) return;
    this.locating = true;
    this.stage.requestUpdate();
    const location = await shareableLocation();
    this.locating = false;
    if (location) this.say(location, this.stage.words.myLocation);
    else this.refuseLocation();
  }

  /** Says a line to all who see or hear the page, and takes it away after a while. */
  tell(note: string): void {
    clearTimeout(this.noteTimer);
    this.note = note;
    this.noteTimer = window.setTimeout(() => this.tell(""), NOTE_MS);
    if (!note) clearTimeout(this.noteTimer);
    this.stage.requestUpdate();
  }

  onChange(): void {
    this.stage.requestUpdate();
  }

  onHistory(): void {
    const asked = this.conversation.entries.findLast(({ kind }) => kind === "said");
    if (asked) this.scroller.to(asked.id, "instant");
  }

  onReplies(replies: Reply[]): void {
    const { words, name, open } = this.stage;
    const alarm = replies.find(isAlarm);
    this.announcement = {
      id: replies.map(({ id }) => id).join(),
      text: replies.map((reply) => spoken(reply, name, words)).join("\n"),
      urgent: alarm !== undefined,
    };
    if (!open) this.unread += replies.length;
    const first = alarm ?? replies[0];
    if (first) this.scroller.to(alarm ? first.id : this.before(first.id));
    this.stage.requestUpdate();
  }

  onSilence(id: string): void {
    this.scroller.to(id);
    this.stage.requestUpdate();
  }

  onDelivered(): void {
    this.tell(this.stage.words.delivered);
  }

  private refuseLocation(): void {
    this.conversation.tell("locationRefused");
    const told = this.conversation.entries.at(-1);
    if (!told) return;
    this.scroller.to(told.id);
    this.announcement = { id: told.id, text: this.stage.words.locationRefused, urgent: false };
  }

  /** The entry above another one: an answer is read together with its question. */
  private before(id: string): string {
    const { entries } = this.conversation;
    const place = entries.findIndex((entry) => entry.id === id);
    return entries[place - 1]?.id ?? id;
  }
}
