// What the pages gain where scripts run; every page works without.
import { createAll, Button, CharacterCount, Checkboxes, ErrorSummary, PasswordInput, Radios, SkipLink, Tabs } from "./govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const part of [Button, CharacterCount, Checkboxes, ErrorSummary, PasswordInput, Radios, SkipLink, Tabs]) createAll(part);
