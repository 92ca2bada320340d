// The connection to the server: opened again by itself when it is lost, unless the server does not want us.

const LONGEST_WAIT = 8000;
const PATIENCE = 3000;
const ALIVE_INTERVAL = 30000;
const MALFORMED = 1007, POLICY = 1008, TOO_LARGE = 1009, TRY_LATER = 1013;

export class Connection {

  /** listener: {state(name, text, banner), message(object), picture(DataView)} */
  constructor(token, listener) {
    this.token = token;
    this.listener = listener;
    this.failures = 0;
    this.wishes = new Map();
    this.open();
    setInterval(() => this.tell({alive: true}), ALIVE_INTERVAL);
  }

  get isOpen() {
    return this.socket.readyState === WebSocket.OPEN;
  }

  open() {
    this.listener.state("connecting", "connecting");
    const socket = new WebSocket(`ws://${location.host}/socket/live?token=${encodeURIComponent(this.token)}`);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      this.greeted = false;
    };
    socket.onmessage = event => this.receive(event.data);
    socket.onclose = event => this.lost(event);
    this.socket = socket;
  }

  receive(data) {
    if (typeof data !== "string") {
      this.listener.picture(new DataView(data));
      return;
    }
    const message = JSON.parse(data);
    if (message.type === "hello" && !this.greeted) {
      this.greeted = true;
      this.failures = 0;
      this.listener.state("open", "connected");
      if (this.wishes.get("network") >= message.networks.length) {
        this.wishes.delete("network");
      }
      this.wishes.forEach((value, name) => this.tell({[name]: value}));
    }
    this.listener.message(message);
  }

  async lost(event) {
    const wait = Math.min(LONGEST_WAIT, 500 * 2 ** this.failures++);
    if (event.code === TRY_LATER) {
      this.listener.state("refused", "waiting for a place",
        "The server has as many streams as it can take. This page tries again by itself.");
    } else if ([MALFORMED, POLICY, TOO_LARGE].includes(event.code)) {
      this.listener.state("refused", "closed",
        `The server closed this connection: ${event.reason || event.code}. Reload the page to begin again.`);
      return;
    } else if (await this.isStranger()) {
      this.listener.state("refused", "another address", this.token
        ? "The server was started again and has a new address. Open the one that “tsm demo” printed."
        : "This address lacks its token. Open the one that “tsm demo” printed.");
      return;
    } else {
      this.listener.state("lost", "connection lost",
        "The connection to the server is lost. Is “tsm demo” still running? This page tries again by itself.");
    }
    setTimeout(() => this.open(), wait);
  }

  /** Whether a server is there that does not know our token: browsers do not tell why a socket was refused. */
  async isStranger() {
    try {
      // A server that is about to end may accept a connection and never answer.
      const answer = await fetch(`/api/alive?token=${encodeURIComponent(this.token)}`,
        {signal: AbortSignal.timeout(PATIENCE), cache: "no-store"});
      return answer.status === 403;
    } catch {
      return false;
    }
  }

  /** Sends a request, if there is a connection. */
  tell(request) {
    if (this.isOpen) {
      this.socket.send(JSON.stringify(request));
    }
  }

  /** A request that is made again on each new connection. */
  wish(name, value) {
    this.wishes.set(name, value);
    this.tell({[name]: value});
  }

  send(bytes) {
    this.socket.send(bytes);
  }
}
