// The site in a browser: site.cjs LECTERN CHROMIUM DIRECTORY. With LECTERN_UPDATE_IMAGES=1 it also makes docs/images.
"use strict";
const assert = require("node:assert/strict");
const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const http = require("node:http");
const path = require("node:path");
const { chromium } = require("playwright-core");
const { makeArchive, mailHtml } = require("./archive.cjs");

const [, , lectern, browserPath, directory] = process.argv;
const site = makeArchive(path.resolve(lectern), path.resolve(directory));
const newest = "archive/2026-03/17/index.html";
const types = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".xml": "application/xml", ".json": "application/json" };

function files(below) {
  return fs.readdirSync(below, { recursive: true }).filter((name) => name.endsWith(".html")).map((name) => path.join(below, name));
}

function serve() {
  const server = http.createServer((request, response) => {
    const name = path.join(site, decodeURIComponent(new URL(request.url, "http://x").pathname));
    if (!name.startsWith(site) || !fs.existsSync(name) || fs.statSync(name).isDirectory()) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": types[path.extname(name)] ?? "text/plain" });
    fs.createReadStream(name).pipe(response);
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done(server)));
}

const mail = path.join(path.resolve(directory), "mail.html");
fs.writeFileSync(mail, mailHtml(path.resolve(lectern), path.resolve(directory)));

const cases = [];
const test = (name, body) => cases.push([name, body]);

test("previous, next and month lead along all days", async ({ open }) => {
  const page = await open("archive/2026-02/27/index.html");
  const seen = [];
  for (;;) {
    seen.push(await page.getAttribute("body", "data-date"));
    const next = page.locator('nav a[rel="next"]');
    if (!(await next.count())) break;
    await next.click();
  }
  assert.deepEqual(seen, ["2026-02-27", "2026-03-16", "2026-03-17"]);
  await page.click("#up");
  assert.match(await page.title(), /March 2026/);
  await page.click("text=The month in a page");
  assert.match(await page.textContent("h1"), /March 2026/);
});

test("text, relevance and topics filter, and the address keeps it", async ({ open }) => {
  const page = await open(newest);
  const shown = () => page.locator("article.paper:visible").count();
  const all = await shown();
  assert.equal(all, 10);
  await page.fill("#filter", "schrodinger low-rank -dense");
  assert.equal(await shown(), 1);
  assert.equal(await page.textContent("#count"), "1 of 10 papers");
  const again = await page.context().newPage();
  await again.goto(page.url());
  assert.equal(await again.locator("article.paper:visible").count(), 1);
  await page.fill("#filter", "");
  const chip = page.locator(".chip[data-topic]").first();
  await chip.click();
  const wanted = await shown();
  await chip.click();
  assert.equal(await shown(), all - wanted);
});

test("densities and keys", async ({ open }) => {
  const page = await open(newest);
  await page.keyboard.press("1");
  assert.equal(await page.locator(".tools:visible").count(), 0);
  await page.reload();
  assert.equal(await page.getAttribute("body", "data-density"), "1");
  await page.keyboard.press("3");
  assert.ok(await page.locator("details.abs[open]").count() > 0);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  assert.equal(await page.getAttribute("article.here", "data-id"), await page.locator("article.paper").nth(1).getAttribute("data-id"));
  await page.keyboard.press("s");
  assert.equal(await page.locator('.vote button[aria-pressed="true"]').count(), 1);
  await page.keyboard.press("u");
  assert.equal(await page.locator('.vote button[aria-pressed="true"]').count(), 0);
  await page.keyboard.press("m");
  assert.equal(await page.locator("article.read").count(), 1);
  await page.keyboard.press("?");
  assert.ok(await page.locator("dialog[open]").isVisible());
  await page.keyboard.press("Escape");
  await page.keyboard.press("/");
  await page.keyboard.type("j");
  assert.equal(await page.inputValue("#filter"), "j");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+j");
  assert.equal(await page.locator("article.here").count(), 1);
  await page.fill("#filter", "");
  await page.locator("h1").click();
  await page.keyboard.press("[");
  await page.waitForURL(/03\/16/);
});

test("the theme is kept", async ({ open }) => {
  const page = await open(newest);
  const color = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await color();
  await page.click("#theme");
  assert.notEqual(await color(), light);
  await page.reload();
  assert.notEqual(await color(), light);
});

test("the search finds words, beginnings, fields, and leaves out", async ({ open, page: newPage }) => {
  for (const from of ["http", "file"]) {
    const page = from === "http" ? await open("search/index.html") : await newPage();
    if (from === "file") await page.goto("file://" + path.join(site, "search/index.html"));
    await page.waitForFunction(() => /papers$/.test(document.querySelector("#found").textContent));
    const find = async (query) => {
      await page.fill("#query", query);
      return page.locator("#results a").allTextContents();
    };
    assert.equal((await find("quantiz")).length, 3);
    assert.equal((await find("quantiz ")).length, 0);
    assert.equal((await find("lowrank ")).length, 3);
    assert.ok((await find("title:pruning ")).every((title) => /pruning/i.test(title)));
    assert.equal((await find("author:schrodinger quantization")).length, 3);
    assert.equal((await find("quantization -again")).length, 2);
    assert.equal((await find("zebra")).length, 0);
    assert.equal((await find("gpt-4 ")).length, 2);
    assert.equal((await find("sparse 7 machines ")).length, 2);
    assert.equal((await find("arXiv:2603.00002v1")).length, 1);
    await find("quantization");
    assert.ok(await page.locator("#results mark").count() >= 3);
    await page.locator("#results a").first().click();
    await page.waitForURL(/archive\/2026-0.*#p2603/);
    assert.ok(await page.locator("article:target").isVisible());
  }
});

test("nothing scrolls sideways on a phone, and no hostile text acts", async ({ open }) => {
  for (const name of files(site)) {
    const page = await open(path.relative(site, name), { viewport: { width: 360, height: 740 } });
    const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(wide <= room, `${name}: ${wide} > ${room}`);
    assert.doesNotMatch(await page.title(), /^taken/);
    assert.equal(await page.locator('a[href^="javascript"], img').count(), 0);
    await page.close();
  }
});

test("without JavaScript everything can be read", async ({ open }) => {
  const page = await open(newest, { javaScriptEnabled: false });
  assert.equal(await page.locator("article.paper:visible").count(), 10);
  await page.locator("details.abs summary").first().click();
  assert.ok(await page.locator("details.abs[open] p").first().isVisible());
  assert.equal(await page.locator(".js:visible").count(), 0);
});

test("printed, there are papers and no controls", async ({ open }) => {
  const page = await open(newest);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("article.paper:visible").count(), 10);
  assert.equal(await page.locator(".bar:visible, .controls:visible, .tools:visible").count(), 0);
});

test("axe finds nothing, light and dark", async ({ open }) => {
  const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
  for (const name of ["index.html", newest, "archive/2026-03/index.html", "archive/2026-03/summary/index.html", "archive/2026/index.html",
    "archive/index.html", "topic/index.html", "saved/index.html", "search/index.html", "numbers/index.html", "about/index.html"]) {
    for (const colorScheme of ["light", "dark"]) {
      const page = await open(name, { colorScheme, bypassCSP: true });
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run());
      const found = violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
      assert.deepEqual(found, [], `${name}, ${colorScheme}`);
      await page.close();
    }
  }
});

test("html-validate finds nothing, standard and a11y", async () => {
  const config = path.join(directory, "htmlvalidate.json");
  // Anchors are #p2603.00001, as old links have them.
  fs.writeFileSync(config, JSON.stringify({ root: true, extends: ["html-validate:standard", "html-validate:a11y"], rules: { "valid-id": ["error", { relaxed: true }] } }));
  execFileSync(process.execPath, [path.join(path.dirname(require.resolve("html-validate/package.json")), "bin/html-validate.mjs"), "--config", config, ...files(site)], { stdio: "inherit" });
});

test("feeds are read back by a reader of its own, and JSON Feed is valid", async () => {
  const Parser = require("rss-parser");
  const json = JSON.parse(fs.readFileSync(path.join(site, "feed.json"), "utf8"));
  const Ajv = require("ajv/dist/2020");
  const ajv = new Ajv();
  require("ajv-formats")(ajv);
  const text = { type: "string", minLength: 1 };
  const valid = ajv.compile({
    type: "object", required: ["version", "title", "items"], additionalProperties: false,
    properties: {
      version: { const: "https://jsonfeed.org/version/1.1" }, title: text, home_page_url: { type: "string", format: "uri" }, feed_url: { type: "string", format: "uri" },
      items: { type: "array", items: { type: "object", required: ["id", "content_html"], additionalProperties: false, properties: {
        id: text, url: { type: "string", format: "uri" }, title: text, content_html: text, date_published: { type: "string", format: "date-time" },
        authors: { type: "array", items: { type: "object", properties: { name: text } } }, tags: { type: "array", items: text } } } },
    },
  });
  assert.ok(valid(json), JSON.stringify(valid.errors));
  for (const name of ["atom.xml", "rss.xml"]) {
    const feed = await new Parser().parseString(fs.readFileSync(path.join(site, name), "utf8"));
    assert.deepEqual(feed.items.map((item) => item.title), json.items.map((item) => item.title), name);
    assert.ok(feed.items.every((item) => item.link.startsWith("https://example.org/d/archive/2026-0")), name);
  }
});

test("the mail fits 360 and 600 px, light and dark, and has no script, picture or foreign address", async ({ page: newPage }) => {
  const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
  const html = fs.readFileSync(mail, "utf8");
  assert.ok(html.length < 100000);
  assert.doesNotMatch(html, /<script|<img|<link|url\(/i);
  for (const width of [360, 600]) {
    for (const colorScheme of ["light", "dark"]) {
      const page = await newPage({ viewport: { width, height: 800 }, colorScheme });
      await page.goto("file://" + mail);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
      assert.match(await page.title(), /^arXiv digest of Tuesday 17 March 2026: 10 papers$/);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run({ rules: { "landmark-one-main": { enabled: false }, region: { enabled: false }, "page-has-heading-one": { enabled: false } } }));
      assert.deepEqual(violations.map((one) => one.id + " " + one.nodes[0].html), []);
    }
  }
});

async function images(open, newPage) {
  const out = path.join(__dirname, "../../docs/images");
  const shots = [["day", newest, {}], ["day-dark", newest, { colorScheme: "dark" }], ["day-phone", newest, { viewport: { width: 400, height: 800 } }],
    ["month", "archive/2026-03/index.html", {}], ["search", "search/index.html#?q=quantization", {}]];
  for (const [name, address, options] of shots) {
    const page = await open(address, options);
    await page.waitForTimeout(300);
    await page.screenshot({ path: path.join(out, name + ".png") });
  }
  for (const [name, width, colorScheme] of [["mail", 600, "light"], ["mail-dark", 600, "dark"], ["mail-phone", 360, "light"]]) {
    const page = await newPage({ viewport: { width, height: 800 }, colorScheme });
    await page.goto("file://" + mail);
    await page.screenshot({ path: path.join(out, name + ".png") });
  }
}

(async () => {
  const server = await serve();
  const origin = `http://127.0.0.1:${server.address().port}/`;
  const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox"] });
  let failed = 0;
  const within = async (body) => {
    const problems = [];
    const contexts = [];
    const newPage = async (options = {}) => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
      contexts.push(context);
      const page = await context.newPage();
      page.on("console", (message) => { if (["error", "warning"].includes(message.type())) problems.push(message.text()); });
      page.on("pageerror", (error) => problems.push(error.message));
      page.on("request", (request) => { if (!request.url().startsWith(origin) && !/^(file|data):/.test(request.url())) problems.push("asked " + request.url()); });
      page.on("response", (response) => { if (response.status() >= 400) problems.push(`${response.status()} ${response.url()}`); });
      return page;
    };
    const open = async (name, options) => { const page = await newPage(options); await page.goto(origin + name); return page; };
    await body({ open, page: newPage });
    for (const context of contexts) await context.close();
    assert.deepEqual(problems, []);
  };
  for (const [name, body] of cases) {
    try {
      await within(body);
      console.log("ok   " + name);
    } catch (error) {
      failed++;
      console.log(`FAIL ${name}\n${error.stack}`);
    }
  }
  if (process.env.LECTERN_UPDATE_IMAGES) await within(({ open, page }) => images(open, page));
  await browser.close();
  server.close();
  process.exit(failed ? 1 : 0);
})();
