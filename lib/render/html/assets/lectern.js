// What the pages do beyond being read. Everything is optional: without this file they are complete.
"use strict";
(() => {
  const body = document.body;
  const $ = (s, of = document) => of.querySelector(s), $$ = (s, of = document) => [...of.querySelectorAll(s)];
  // A browser may refuse storage; then nothing is kept.
  const store = {
    get: (key, or) => { try { return JSON.parse(localStorage.getItem("lectern." + key)) ?? or; } catch { return or; } },
    set: (key, value) => { try { localStorage.setItem("lectern." + key, JSON.stringify(value)); } catch { /* not kept */ } },
  };
  for (const part of $$(".js")) part.hidden = false;

  // Theme
  const setTheme = (theme) => { if (theme) document.documentElement.dataset.theme = theme; store.set("theme", theme); };
  setTheme(store.get("theme", ""));
  const isDark = () => (document.documentElement.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const flipTheme = () => setTheme(isDark() ? "light" : "dark");
  $("#theme")?.addEventListener("click", flipTheme);

  // Text is compared without case and accents.
  const fold = (s) => s.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/ß/g, "ss").replace(/ς/g, "σ");
  window.lecternFold = fold;

  const cards = $$("article.paper");
  if (cards.length) dayPage(); else commonKeys({});

  function dayPage() {
    let here = -1;
    const shown = () => cards.filter((card) => !card.hidden);

    // Density
    const setDensity = (n) => {
      body.dataset.density = n;
      store.set("density", n);
      for (const button of $$("button[data-density]")) button.setAttribute("aria-pressed", String(button.dataset.density === n));
      for (const abs of $$("details.abs")) abs.open = n === "3";
    };
    for (const button of $$("button[data-density]")) button.addEventListener("click", () => setDensity(button.dataset.density));
    setDensity(store.get("density", body.dataset.density || "2"));

    // Filters: text, relevance, topics wanted or not; the state is in the address.
    const state = { text: "", least: 0, topics: new Map() };
    const texts = new Map(cards.map((card) => [card, fold(card.textContent)]));
    const apply = () => {
      const words = fold(state.text).split(/\s+/).filter(Boolean);
      const wanted = [...state.topics].filter(([, on]) => on).map(([t]) => t);
      const unwanted = [...state.topics].filter(([, on]) => !on).map(([t]) => t);
      for (const card of cards) {
        const topics = card.dataset.topics.split(" ");
        const ok = words.every((w) => (w[0] === "-" && w.length > 1 ? !texts.get(card).includes(w.slice(1)) : texts.get(card).includes(w)))
          && Number(card.dataset.relevance || 10) >= state.least
          && (!wanted.length || wanted.some((t) => topics.includes(t))) && !unwanted.some((t) => topics.includes(t));
        card.hidden = !ok;
      }
      const count = shown().length, all = cards.length;
      $("#count").textContent = count === all ? "" : `${count} of ${all} papers`;
      for (const chip of $$(".chip[data-topic]")) {
        const on = state.topics.get(chip.dataset.topic);
        chip.toggleAttribute("data-off", on === false);
        chip.setAttribute("aria-pressed", String(on === true));
        chip.classList.toggle("on", on === true);
      }
      const query = new URLSearchParams();
      if (state.text) query.set("q", state.text);
      if (state.least) query.set("least", state.least);
      if (wanted.length) query.set("topic", wanted.join(" "));
      if (unwanted.length) query.set("not", unwanted.join(" "));
      const hash = query.toString();
      if (hash) history.replaceState(null, "", "#?" + hash);
      else if (location.hash.startsWith("#?")) history.replaceState(null, "", location.pathname);
    };
    if (location.hash.startsWith("#?")) {
      const query = new URLSearchParams(location.hash.slice(2));
      state.text = query.get("q") || "";
      state.least = Number(query.get("least") || 0);
      for (const t of (query.get("topic") || "").split(" ").filter(Boolean)) state.topics.set(t, true);
      for (const t of (query.get("not") || "").split(" ").filter(Boolean)) state.topics.set(t, false);
      $("#filter").value = state.text;
      $("#least").value = String(state.least);
    }
    $("#filter").addEventListener("input", (e) => { state.text = e.target.value; apply(); });
    $("#least").addEventListener("change", (e) => { state.least = Number(e.target.value); apply(); });
    for (const chip of $$(".chip[data-topic]")) chip.addEventListener("click", () => {
      const now = state.topics.get(chip.dataset.topic);
      if (now === undefined) state.topics.set(chip.dataset.topic, true);
      else if (now) state.topics.set(chip.dataset.topic, false);
      else state.topics.delete(chip.dataset.topic);
      apply();
    });
    apply();

    // Read papers, and what is new since the last visit
    const read = new Set(store.get("read", []));
    const visits = store.get("visits", {});
    const date = body.dataset.date;
    const known = new Set(visits[date] || []);
    for (const card of cards) {
      card.classList.toggle("read", read.has(card.dataset.id));
      if (known.size && !known.has(card.dataset.id)) card.classList.add("fresh");
    }
    visits[date] = cards.map((card) => card.dataset.id);
    store.set("visits", Object.fromEntries(Object.entries(visits).sort().slice(-60)));
    const setRead = (card, on) => {
      card.classList.toggle("read", on);
      if (on) read.add(card.dataset.id); else read.delete(card.dataset.id);
      store.set("read", [...read].slice(-5000));
    };

    // Likes: kept in the browser, exported as marks.jsonl
    const marks = new Map(Object.entries(store.get("marks", {})));
    let undo = null;
    const paint = (card) => {
      const mark = marks.get(card.dataset.id);
      for (const button of $$(".vote button", card)) button.setAttribute("aria-pressed", String(mark?.liked === (button.dataset.liked === "true")));
    };
    const setMark = (card, liked) => {
      const id = card.dataset.id, before = marks.get(id);
      undo = () => { if (before) marks.set(id, before); else marks.delete(id); keep(); paint(card); };
      if (before?.liked === liked) marks.delete(id);
      else marks.set(id, { liked, marked: new Date().toISOString().slice(0, 19) + "Z" });
      keep();
      paint(card);
    };
    const keep = () => store.set("marks", Object.fromEntries(marks));
    for (const card of cards) {
      const vote = document.createElement("span");
      vote.className = "vote";
      for (const [liked, label, title] of [["true", "☆ like", "More like this (s)"], ["false", "✕ not for me", "Less like this (x)"]]) {
        const button = document.createElement("button");
        Object.assign(button, { type: "button", textContent: label, title });
        button.dataset.liked = liked;
        button.addEventListener("click", () => setMark(card, liked === "true"));
        vote.append(button);
      }
      $(".tools", card).append(vote);
      paint(card);
    }
    const exportMarks = () => {
      const lines = [...marks].map(([id, m]) => JSON.stringify({ id, liked: m.liked, source: "site", marked: m.marked }) + "\n");
      const link = document.createElement("a");
      link.href = "data:application/jsonl;charset=utf-8," + encodeURIComponent(lines.join(""));
      link.download = "marks.jsonl";
      link.click();
    };

    // The place in the list
    const go = (step) => {
      const list = shown();
      if (!list.length) return;
      const at = list.indexOf(cards[here]);
      const next = list[Math.max(0, Math.min(list.length - 1, at + step))] || list[0];
      cards[here]?.classList.remove("here");
      here = cards.indexOf(next);
      next.classList.add("here");
      next.scrollIntoView({ block: "start" });
      $("h2 a", next).focus({ preventScroll: true });
    };
    const current = (action) => () => { if (cards[here]) action(cards[here]); };
    const watcher = new IntersectionObserver((seen) => {
      for (const one of seen) if (one.isIntersecting) {
        for (const link of $$(".toc a[aria-current]")) link.removeAttribute("aria-current");
        $(`.toc a[href="#${CSS.escape(one.target.id)}"]`)?.setAttribute("aria-current", "location");
      }
    }, { rootMargin: "-10% 0px -70% 0px" });
    for (const card of cards) watcher.observe(card);
    if (innerWidth < 960) $(".rail details").open = false;

    const toggle = (card) => { const abs = $("details.abs", card); if (abs) abs.open = !abs.open; };
    commonKeys({
      j: ["next paper", () => go(1)], k: ["previous paper", () => go(-1)], n: [null, () => go(1)], p: [null, () => go(-1)],
      o: ["open the abstract", current(toggle)], v: ["the paper at arXiv", current((c) => $("h2 a", c).click())],
      d: ["its PDF", current((c) => $('a[href*="/pdf/"]', c)?.click())],
      m: ["read or not read", current((c) => setRead(c, !c.classList.contains("read")))],
      s: ["like", current((c) => setMark(c, true))], x: ["not for me", current((c) => setMark(c, false))],
      u: ["undo the last mark", () => { undo?.(); undo = null; }], e: ["save the marks as marks.jsonl", exportMarks],
      "1": ["titles", () => setDensity("1")], "2": ["reasons", () => setDensity("2")], "3": ["abstracts", () => setDensity("3")],
      "/": ["filter this page", () => $("#filter").focus()],
    });
  }

  // Keys: off in fields and with modifiers, and for good where the reader switched them off (WCAG 2.1.4).
  function commonKeys(own) {
    const follow = (selector) => () => $(selector)?.click();
    const keys = {
      ...own, "[": ["previous day", follow('nav a[rel="prev"]')], "]": ["next day", follow('nav a[rel="next"]')],
      "g d": ["newest day", follow(".bar .name")], "g m": ["month", follow("#up")], "g s": ["search all days", follow("#to-search")], t: ["light or dark", flipTheme],
      "?": ["these keys", () => help()],
    };
    let first = "";
    const help = () => {
      const dialog = document.createElement("dialog");
      const list = document.createElement("dl");
      for (const [key, [label]] of Object.entries(keys)) {
        if (!label) continue;
        const dt = document.createElement("dt"), kbd = document.createElement("kbd"), dd = document.createElement("dd");
        kbd.textContent = key;
        dt.append(kbd);
        dd.textContent = label;
        list.append(dt, dd);
      }
      const off = document.createElement("button");
      const label = () => { off.textContent = store.get("keys", true) ? "Switch keys off" : "Switch keys on"; };
      off.type = "button";
      off.addEventListener("click", () => { store.set("keys", !store.get("keys", true)); label(); });
      label();
      dialog.append(Object.assign(document.createElement("h2"), { textContent: "Keys" }), list, off);
      dialog.addEventListener("close", () => dialog.remove());
      body.append(dialog);
      dialog.showModal();
    };
    $("#keys")?.addEventListener("click", help);
    document.addEventListener("keydown", (e) => {
      if (e.key === "Escape") { e.target.blur?.(); return; }
      if (e.ctrlKey || e.altKey || e.metaKey || e.target.closest("input, select, textarea, dialog") || !store.get("keys", true)) return;
      const key = first ? first + " " + e.key : e.key;
      first = !first && e.key === "g" ? "g" : "";
      const action = keys[key];
      if (!action) return;
      e.preventDefault();
      action[1]();
    });
  }
})();
