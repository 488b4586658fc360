// The Model Context Protocol, by its reference SDK: mcp.cjs LECTERN DIRECTORY
"use strict";
const assert = require("node:assert/strict");
const path = require("node:path");
const { Client } = require("@modelcontextprotocol/sdk/client/index.js");
const { StdioClientTransport } = require("@modelcontextprotocol/sdk/client/stdio.js");
const { makeArchive } = require("./archive.cjs");

const [, , lectern, directory] = process.argv;

(async () => {
  makeArchive(path.resolve(lectern), path.resolve(directory));
  const client = new Client({ name: "test", version: "1" });
  await client.connect(new StdioClientTransport({ command: path.resolve(lectern), args: ["mcp", "--allow-marks"], cwd: directory }));
  const { tools } = await client.listTools();
  assert.deepEqual(tools.map((tool) => tool.name).sort(), ["dislike", "explain_paper", "like", "search_papers", "show_day", "status", "today"]);
  const text = async (name, args = {}) => (await client.callTool({ name, arguments: args })).content.at(-1).text;
  assert.match(await text("today"), /low-rank networks again/);
  assert.equal(JSON.parse(await text("search_papers", { query: "quantization", limit: 2 })).length, 2);
  assert.match(await text("explain_paper", { paper: "1" }), /outcome: shown/);
  assert.match(await text("like", { papers: ["3"] }), /^Liked 2603/);
  const { resources } = await client.listResources();
  assert.deepEqual(resources.map((one) => one.uri), ["lectern://digest/2026-03-17", "lectern://digest/2026-03-16", "lectern://digest/2026-02-27"]);
  const { contents } = await client.readResource({ uri: resources[0].uri });
  assert.match(contents[0].text, /^# Tuesday 17 March 2026/);
  await client.close();
  console.log("ok   the reference SDK lists, calls and reads");
})().catch((error) => { console.log("FAIL " + error.stack); process.exit(1); });
