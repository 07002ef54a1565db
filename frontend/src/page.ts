// The entry of every page: only what the page has is set up; map and plots are loaded only where there are some.
import { linkEvidence } from "./evidence";

const text = document.querySelector<HTMLElement>("[data-text]");
if (text) linkEvidence(text, document.querySelectorAll<HTMLElement>("[data-record]"));

const maps = document.querySelectorAll<HTMLElement>("[data-map]");
if (maps.length > 0) void import("./map").then(({ showMap }) => maps.forEach((box) => void showMap(box)));

const plots = document.querySelectorAll<HTMLElement>("[data-plot]");
if (plots.length > 0) void import("./plots").then(({ showPlot }) => plots.forEach(showPlot));

const desk = document.querySelector<HTMLElement>("[data-review]");
if (desk) void import("./review").then(({ setUpDesk }) => setUpDesk(desk));

const keys = document.querySelector<HTMLFormElement>("[data-key-settings]");
if (keys?.dataset.keySettings === "moderation") void import("./moderation").then(({ setUpModerationKeys }) => setUpModerationKeys(keys));
else if (keys) void import("./review").then(({ setUpKeySettings }) => setUpKeySettings(keys));

const moderation = document.querySelector<HTMLElement>("[data-moderation]");
if (moderation) void import("./moderation").then(({ setUpModeration }) => setUpModeration(moderation));

const round = document.querySelector<HTMLElement>("[data-round], [data-settle]");
if (round) void import("./rounds").then(({ setUpRound }) => setUpRound(round));

const linked = document.querySelector<HTMLElement>("[data-linked]");
if (linked) void import("./linked").then(({ linkMap }) => linkMap(linked));

const commentForm = document.querySelector<HTMLFormElement>("[data-comment-form]");
if (commentForm) void import("./readers/comment-count").then(({ watchComment }) => watchComment(commentForm));
