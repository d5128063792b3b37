"use strict";

// Keeps an open page true: fetches it again when the server says that something changed, and follows the log of a running build.
(() => {
  const live = document.getElementById("live");
  const mostLogCharacters = 1 << 20;
  let isFetching = false;
  let isStale = false;

  const main = () => document.getElementById("main");

  function show(state, text) {
    live.hidden = false;
    live.dataset.state = state;
    live.textContent = text;
  }

  // The log element stays: its text comes by its own stream, and the reader may have scrolled or selected in it.
  function keepLog(next) {
    const now = document.getElementById("log");
    const then = next.querySelector("#log");
    if (now && then && (now.dataset.follow || now.dataset.followed)) {
      if (!then.dataset.follow) {
        delete now.dataset.follow;
      }
      then.replaceWith(now);
    }
  }

  async function refresh() {
    if (isFetching) {
      isStale = true;
      return;
    }
    isFetching = true;
    try {
      do {
        isStale = false;
        const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const next = page.getElementById("main");
        if (next && next.innerHTML !== main().innerHTML) {
          const focused = document.activeElement && document.activeElement.getAttribute("href");
          const { scrollX, scrollY } = window;
          keepLog(next);
          main().replaceChildren(...next.childNodes);
          document.title = page.title;
          window.scrollTo(scrollX, scrollY);
          if (focused) {
            const again = [...main().querySelectorAll("a[href]")].find(link => link.getAttribute("href") === focused);
            if (again) again.focus({ preventScroll: true });
          }
        }
      } while (isStale);
    } catch {
      show("lost", "connection lost");
    } finally {
      isFetching = false;
    }
  }

  // As Pages/LogText.cs does.
  function clean(text) {
    return text
      .replace(/\x1b(\[[0-?]*[ -\/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)?|[@-Z\\-_])/g, "")
      .replace(/\r\n?/g, "\n")
      .replace(/[\x00-\x08\x0b-\x1f]/g, character => String.fromCharCode(0x2400 + character.charCodeAt(0)))
      .replace(/\x7f/g, "\u2421");
  }

  function append(log, text) {
    const page = document.documentElement;
    const isAtEnd = window.scrollY > 0 && window.innerHeight + window.scrollY >= page.scrollHeight - 40;
    log.append(document.createTextNode(clean(text)));
    while (log.textContent.length > mostLogCharacters && log.childNodes.length > 1) {
      log.firstChild.remove();
    }
    if (isAtEnd) window.scrollTo(window.scrollX, page.scrollHeight);
  }

  async function follow(log) {
    log.dataset.followed = "true";
    const answer = await fetch(log.dataset.follow);
    if (!answer.ok) return;
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let isFirst = true;
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      // The stream begins with the first line, which the page shows already.
      if (isFirst) log.replaceChildren();
      isFirst = false;
      const text = rest + (value || "");
      const end = done ? text.length : text.lastIndexOf("\n") + 1;
      rest = text.slice(end);
      if (end > 0) append(log, text.slice(0, end));
      if (done) break;
    }
    refresh();
  }

  let version = null;
  const events = new EventSource("/api/events");
  events.addEventListener("open", () => show("on", "live"));
  events.addEventListener("error", () => show("lost", "connection lost"));
  events.addEventListener("changed", event => {
    if (version !== event.data) {
      version = event.data;
      refresh();
    }
  });

  const log = document.querySelector("#log[data-follow]");
  if (log) follow(log).catch(() => show("lost", "connection lost"));
})();
