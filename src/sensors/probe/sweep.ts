// Knocks on every port of every host, quickly: many hosts side by side, one connection at a time to each. Connects that
// are answered at once are few at a time, since more only make each other late; those that nobody answers may be many.
// No timer and no promise per port: one ticker looks at what is under way.
import type net from 'node:net';
import { HOSTS } from './host-gate.ts';
import { quickConnect } from './quick-connect.ts';
import type { Concurrency } from './scan-plan.ts';
import { connectFailure, type Visit } from './visit.ts';

/** What the sweep asks and tells. */
export interface SweepTasks {
  /** The next host, or undefined when there is none left. */
  readonly next: () => Visit | undefined;
  /** A port took the connection, and may have broken it off at once; the host is left alone until the promise settles. */
  readonly opened: (visit: Visit, port: number, socket: net.Socket | undefined) => Promise<void>;
  /** All ports of the host are done. */
  readonly finished: (visit: Visit) => Promise<void> | undefined;
}

interface Attempt {
  readonly visit: Visit;
  readonly port: number;
  readonly startedAt: number;
  readonly patience: number;
  fresh: boolean;
  overdue: boolean;
  callOff: () => void;
}

/** A connect that is not answered by then does not hold up others. */
const FRESH_MS = 60;
const TICK_MS = 20;
/** Least patience with a network that was seen to answer quickly. */
const LEAST_PATIENCE_MS = 250;
/** A host is given up when the machine itself could not connect so often. */
const LOCAL_LIMIT_RETRIES = 20;
const LOCAL_LIMIT_PAUSE_MS = 250;

/** Runs until every host is done or the signal stops it; what was opened is always awaited. */
export function sweep(
  tasks: SweepTasks,
  limits: Concurrency & { readonly connectMs: number },
  stop: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => new Sweep(tasks, limits, stop).run(resolve, reject));
}

class Sweep {
  readonly #tasks: SweepTasks;
  readonly #limits: Concurrency & { readonly connectMs: number };
  readonly #stop: AbortSignal;
  readonly #pace: NetworkPace;
  readonly #underWay = new Set<Attempt>();
  #ready: Visit[] = [];
  #readyAt = 0;
  readonly #resting = new Map<Visit, NodeJS.Timeout>();
  #fresh = 0;
  #unansweredLimit: number;
  #working = 0;
  #hosts = 0;
  #exhausted = false;
  #pumping = false;
  #ticker: NodeJS.Timeout | undefined;
  #failure: unknown;
  #settle: () => void = () => {};

  constructor(tasks: SweepTasks, limits: Concurrency & { readonly connectMs: number }, stop: AbortSignal) {
    this.#tasks = tasks;
    this.#limits = limits;
    this.#stop = stop;
    this.#pace = new NetworkPace(limits.connectMs);
    this.#unansweredLimit = limits.unanswered;
  }

  run(resolve: () => void, reject: (error: unknown) => void): void {
    const halt = () => this.#halt();
    this.#settle = () => {
      clearInterval(this.#ticker);
      this.#stop.removeEventListener('abort', halt);
      if (this.#failure === undefined) resolve();
      else reject(this.#failure);
    };
    this.#ticker = setInterval(() => this.#tick(), TICK_MS);
    this.#stop.addEventListener('abort', halt);
    this.#pump();
  }

  get #stopped(): boolean {
    return this.#stop.aborted || this.#failure !== undefined;
  }

  /** Starts connects while there is room. */
  #pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    while (
      !this.#stopped &&
      this.#fresh < this.#limits.fresh &&
      this.#working < this.#limits.working &&
      this.#underWay.size < this.#unansweredLimit
    ) {
      const visit = this.#nextVisit();
      if (!visit) break;
      this.#advance(visit);
    }
    this.#pumping = false;
    if (this.#hosts === 0 && (this.#exhausted || this.#stopped)) this.#settle();
  }

  #nextVisit(): Visit | undefined {
    const visit = this.#ready[this.#readyAt];
    if (visit) {
      this.#readyAt++;
      if (this.#readyAt === this.#ready.length) {
        this.#ready = [];
        this.#readyAt = 0;
      }
      return visit;
    }
    if (this.#exhausted || this.#hosts >= this.#limits.hosts) return undefined;
    try {
      const fresh = this.#tasks.next();
      if (fresh) this.#hosts++;
      else this.#exhausted = true;
      return fresh;
    } catch (error) {
      this.#fail(error);
      return undefined;
    }
  }

  /** Connects to the host's next port, or ends the visit. */
  #advance(visit: Visit): void {
    if (!visit.entered && !this.#stopped) {
      const wait = HOSTS.enter(visit.address);
      if (wait > 0) {
        this.#sleep(visit, wait);
        return;
      }
      visit.entered = true;
    }
    const port = this.#stopped ? undefined : visit.nextPort();
    if (port === undefined) {
      this.#finish(visit);
      return;
    }
    const attempt: Attempt = {
      visit,
      port,
      startedAt: performance.now(),
      patience: this.#pace.patience(visit.network),
      fresh: true,
      overdue: false,
      callOff: () => {},
    };
    visit.connections++;
    this.#fresh++;
    this.#underWay.add(attempt);
    attempt.callOff = quickConnect(visit.address, port, (outcome) => {
      if (typeof outcome === 'string') this.#failed(attempt, outcome);
      else this.#connected(attempt, outcome);
    });
  }

  #ended(attempt: Attempt): boolean {
    if (!this.#underWay.delete(attempt)) return false;
    if (attempt.fresh) this.#fresh--;
    return true;
  }

  #connected(attempt: Attempt, socket: net.Socket): void {
    if (this.#ended(attempt)) this.#opened(attempt, socket);
    else socket.destroy();
  }

  #opened(attempt: Attempt, socket: net.Socket | undefined): void {
    const { visit, port } = attempt;
    this.#pace.learn(visit.network, performance.now() - attempt.startedAt);
    visit.answered = true;
    this.#working++;
    this.#tasks
      .opened(visit, port, socket)
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#working--;
        visit.rest(true);
        this.#comeBack(visit);
      });
    this.#pump();
  }

  #failed(attempt: Attempt, code: string): void {
    if (!this.#ended(attempt)) return;
    const { visit, port } = attempt;
    const failure = connectFailure(code);
    if (failure === 'broken off') {
      this.#opened(attempt, undefined);
      return;
    }
    if (failure === 'local limit' && ++visit.localLimits <= LOCAL_LIMIT_RETRIES) {
      visit.putBack();
      this.#unansweredLimit = Math.max(this.#limits.fresh, Math.floor(this.#unansweredLimit * 0.75));
      this.#sleep(visit, LOCAL_LIMIT_PAUSE_MS);
      return;
    }
    if (failure === 'refused') {
      this.#pace.learn(visit.network, performance.now() - attempt.startedAt);
      visit.answered = true;
    } else if (failure === 'no answer') {
      visit.unanswered.push(port);
    }
    visit.rest(false);
    this.#comeBack(visit);
  }

  /** Takes the host up again when it has had its rest. */
  #comeBack(visit: Visit): void {
    const rest = this.#stopped ? 0 : visit.restMs;
    if (rest > 0) {
      this.#sleep(visit, rest);
      return;
    }
    this.#ready.push(visit);
    if (this.#stopped) this.#drain();
    else this.#pump();
  }

  #sleep(visit: Visit, ms: number): void {
    const wake = () => {
      this.#resting.delete(visit);
      this.#comeBack(visit);
    };
    this.#resting.set(visit, setTimeout(wake, Math.ceil(ms)));
  }

  #finish(visit: Visit): void {
    if (visit.entered) HOSTS.leave(visit.address, visit.restMs);
    const done = this.#tasks.finished(visit);
    if (!done) {
      this.#hosts--;
      return;
    }
    done
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#hosts--;
        this.#pump();
      });
  }

  #tick(): void {
    const now = performance.now();
    for (const attempt of this.#underWay) {
      const age = now - attempt.startedAt;
      if (attempt.fresh && age > FRESH_MS) {
        attempt.fresh = false;
        this.#fresh--;
      }
      if (age < attempt.patience) continue;
      // Given up at the second look only: an answer may have come while this process was busy.
      if (!attempt.overdue) {
        attempt.overdue = true;
        continue;
      }
      attempt.callOff();
      this.#failed(attempt, 'ETIMEDOUT');
    }
    this.#pump();
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#halt();
  }

  /** Gives up connects under way and lets hosts end that are not being talked to. */
  #halt(): void {
    for (const attempt of this.#underWay) {
      if (!this.#ended(attempt)) continue;
      attempt.callOff();
      this.#ready.push(attempt.visit);
    }
    for (const [visit, timer] of this.#resting) {
      clearTimeout(timer);
      this.#ready.push(visit);
    }
    this.#resting.clear();
    this.#drain();
  }

  #drain(): void {
    const rest = this.#ready.slice(this.#readyAt);
    this.#ready = [];
    this.#readyAt = 0;
    for (const visit of rest) this.#finish(visit);
    this.#pump();
  }
}

/** How quickly each network (/24, /64) answers, to know when waiting is in vain. */
class NetworkPace {
  readonly #most: number;
  readonly #slowest = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  learn(network: string, ms: number): void {
    const known = this.#slowest.get(network);
    if (known === undefined || ms > known) this.#slowest.set(network, ms);
  }

  patience(network: string): number {
    const slowest = this.#slowest.get(network);
    return slowest === undefined ? this.#most : Math.min(this.#most, Math.max(LEAST_PATIENCE_MS, 4 * slowest));
  }
}
