// What the page asks of Myelin, and what it hears from it.

export class Server {
  #session = null;
  #source = null;

  /** @param heard functions by the names of events: scene and frame (with their JSON), lost, found, message. */
  constructor(heard) {
    this.heard = heard;
    // A page that waits behind "back" would keep one of the few connections that a browser makes to a server.
    addEventListener("pagehide", () => this.#source?.close());
    addEventListener("pageshow", (event) => event.persisted && this.#listen());
  }

  /** Begins a session with the settings of a link. */
  async open(link) {
    const opened = await this.#send("/api/sessions", { link });
    this.#session = opened.session;
    this.#listen();
    return opened;
  }

  #listen() {
    this.#source?.close();
    const source = new EventSource(`${this.path}/events`);
    this.#source = source;
    for (const name of ["scene", "frame"]) source.addEventListener(name, (event) => this.heard[name](event.data));
    source.addEventListener("superseded", () => source.close());
    source.onopen = () => this.heard.found();
    source.onerror = () => this.heard.lost(source.readyState === EventSource.CLOSED);
  }

  get path() {
    return `/api/sessions/${this.#session}`;
  }

  set = (values) => this.#ask("settings", values);
  follow = (link) => this.#ask("link", { link });
  act = (action) => this.#ask("actions", { action });
  setWeight = (weight) => this.#ask("weights", weight);
  sendCSV = (text) => this.#ask("csv", text);

  async code() {
    return (await fetch(`${this.path}/code`)).text();
  }

  /** Sends what may be refused; tells the user why it was. */
  async #ask(what, body) {
    try {
      const { messages } = await this.#send(`${this.path}/${what}`, body);
      if (messages.length) this.heard.message(messages.join("\n"));
      return true;
    } catch (error) {
      this.heard.message(error.message);
      return false;
    }
  }

  async #send(path, body) {
    const isText = typeof body === "string";
    let response;
    try {
      response = await fetch(path, {
        method: "POST",
        headers: { "Content-Type": isText ? "text/csv" : "application/json" },
        body: isText ? body : JSON.stringify(body),
      });
    } catch {
      throw new Error("Myelin does not answer. Is “myelin playground” still running?");
    }
    const answer = await response.json().catch(() => null);
    if (!response.ok) throw new Error(answer?.error?.message ?? `Myelin answered ${response.status}`);
    return answer;
  }
}
