// Talks to the API: streams an answer, or asks for it whole where no stream is to be had.

const SILENCE = 45_000; // milliseconds: the server writes a comment line every 15 s

/**
 * What kept an answer from coming. `kind` names the text of TEXTS that a visitor is told; `wait` is
 * the number of seconds after which asking again makes sense, where the server says it.
 */
class Trouble extends Error {
  constructor(kind, message, wait) {
    super(message);
    Object.assign(this, { kind, wait });
  }
}

const KINDS = { 401: "unavailable", 403: "unavailable", 404: "unknown", 422: "unreadable", 429: "busy", 503: "busy" };

class Service {
  constructor(base, key) {
    this.base = base;
    this.key = key;
    this.streams = true;
  }

  /** Return the Answer; `told(event, data)` hears of its start and each piece of it. Throws Trouble. */
  async ask(asked, signal, told) {
    if (this.streams) {
      const answer = await this.stream(asked, signal, told);
      if (answer) return answer;
      this.streams = false;
    }
    return (await this.post("v1/answers", asked, signal)).json();
  }

  feedback(opinion) {
    return this.post("v1/feedback", opinion);
  }

  erase(conversation) {
    return this.call(`v1/conversations/${encodeURIComponent(conversation)}`, { method: "DELETE" });
  }

  async stream(asked, signal, told) {
    const silence = new AbortController();
    signal.addEventListener("abort", () => silence.abort());
    let timer;
    const heard = () => {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE);
    };
    heard();
    try {
      const response = await this.post("v1/answers/stream", asked, silence.signal);
      if (!response) return null;
      for await (const { event, data } of events(response.body, heard)) {
        if (event === "answer") return data;
        if (event === "error") throw new Trouble(KINDS[data.status] || "failed", data.detail);
        told(event, data);
      }
      throw new Trouble("lost", "the stream ended before its answer");
    } catch (error) {
      if (error instanceof Trouble || signal.aborted) throw error;
      throw new Trouble("lost", String(error));
    } finally {
      clearTimeout(timer);
    }
  }

  post(path, body, signal) {
    return this.call(path, { method: "POST", body: JSON.stringify(body), signal });
  }

  /** Return the response; null where this server has no such call. */
  async call(path, request) {
    const headers = { "Content-Type": "application/json" };
    if (this.key) headers.Authorization = `Bearer ${this.key}`;
    let response;
    try {
      response = await fetch(this.base + path, { ...request, headers, credentials: "omit" });
    } catch (error) {
      if (request.signal?.aborted) throw error;
      throw await this.unreached(error);
    }
    if (response.ok) return response;
    const problem = await response.json().catch(() => ({}));
    const said = `${problem.title || response.status}. ${problem.detail || ""}`;
    const { status } = response;
    if (path.endsWith("/stream") && (status === 405 || (status === 404 && problem.title === "Not Found"))) return null;
    const kind = KINDS[status] || "failed";
    if (!["unknown", "unreadable"].includes(kind)) tellOwner(`${said} (origin ${location.origin})`);
    throw new Trouble(kind, said, Number(response.headers.get("Retry-After")));
  }

  /** A browser does not tell a refused origin from a dead line: whether the server can be reached does. */
  async unreached(error) {
    const reached = await fetch(`${this.base}healthz`, { mode: "no-cors", credentials: "omit" }).catch(() => null);
    if (!reached) {
      tellOwner(`${this.base} cannot be reached: ${error.message}. If this page has a Content-Security-Policy, its connect-src must name ${new URL(this.base).origin}.`);
      return new Trouble("lost", String(error));
    }
    tellOwner(`${this.base} refuses pages of ${location.origin}. The page's key must be in use, and made for this origin: \`career keys list\` shows it.`);
    return new Trouble("unavailable", String(error));
  }
}

function tellOwner(message) {
  console.error(`[career-assistant] ${message}`);
}

/** Yield server-sent events as `{event, data}`, data read as JSON; comments only count as heard. */
async function* events(body, heard) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    heard();
    const parts = (rest + value).split(/\r\n\r\n|\n\n|\r\r/);
    rest = parts.pop();
    for (const part of parts) {
      const fields = part.split(/\r\n|\n|\r/).map((line) => /^(event|data): ?(.*)$/s.exec(line)).filter(Boolean);
      const data = fields.filter(([, name]) => name === "data").map(([, , text]) => text).join("\n");
      if (data) yield { event: fields.find(([, name]) => name === "event")?.[2], data: JSON.parse(data) };
    }
  }
}
