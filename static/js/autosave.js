// A form with data-autosave saves itself while it is typed. Without this file its buttons save.
//
// What is not saved yet is also kept in this tab (sessionStorage), for the page's reader alone; it
// is taken away as soon as the portal has it, and when one signs out (Clear-Site-Data).
(function () {
  "use strict";

  var AFTER_THE_LAST_KEY = 1000;
  var AT_THE_LATEST = 4000; // while somebody types without a pause
  var AGAIN = 5000; // when the portal cannot be reached
  var TOKEN = "csrfmiddlewaretoken";

  document.querySelectorAll("form[data-autosave]").forEach(autosave);

  function autosave(form) {
    var words = form.dataset;
    var place = "draft:" + words.autosave + ":" + form.action;
    var state = form.querySelector("[data-state]");
    var trouble = form.querySelector("[data-trouble]");
    var timer = 0;
    var since = 0; // when the oldest unsaved letter was typed
    var busy = false;
    var over = false; // overtaken or sent: nothing saves itself any more
    var refusals = 0; // in a row
    var waiting = null; // the button that was pressed while a saving was under way

    // --- What this tab keeps ---

    function fields() {
      return Array.from(new FormData(form)).filter(function (field) {
        return field[0] !== TOKEN && typeof field[1] === "string";
      });
    }

    function keep(wasSent) {
      var kept = { seen: form.elements.seen.value, fields: fields(), wasSent: wasSent };
      try {
        sessionStorage.setItem(place, JSON.stringify(kept));
      } catch (error) {
        // Full, or not allowed: the portal's copy is the one that counts.
      }
    }

    function forget() {
      sessionStorage.removeItem(place);
    }

    function bringBack() {
      var kept = JSON.parse(sessionStorage.getItem(place) || "null");
      var isSaved = kept && kept.wasSent && kept.seen !== form.elements.seen.value;
      if (!kept || isSaved || !fill(kept.fields)) return forget();
      form.elements.seen.value = kept.seen;
      say(words.saidBack);
      typed();
    }

    // Answers whether anything differs from what the page shows.
    function fill(kept) {
      var before = JSON.stringify(fields());
      var marked = new Set(kept.map(JSON.stringify));
      form.querySelectorAll("[name]").forEach(function (field) {
        if (field.type === "hidden") return;
        if (field.type === "checkbox" || field.type === "radio") {
          field.checked = marked.has(JSON.stringify([field.name, field.value]));
        }
      });
      kept.forEach(function (pair) {
        var field = form.elements.namedItem(pair[0]);
        if (field && "value" in field && !/^(hidden|checkbox|radio)$/.test(field.type || "")) {
          field.value = pair[1];
        }
      });
      return JSON.stringify(fields()) !== before;
    }

    // --- What the reader is told ---

    function say(sentence) {
      state.textContent = sentence;
      trouble.hidden = true;
    }

    function warn(sentence, what) {
      trouble.hidden = false;
      trouble.querySelector("[data-why]").textContent = sentence;
      trouble.querySelectorAll("[data-for]").forEach(function (way) {
        way.hidden = way.dataset.for !== what;
      });
      state.textContent = words.saidNotSaved;
    }

    // --- Saving ---

    function typed() {
      if (over) return;
      since = since || Date.now();
      keep(false);
      wait(Math.min(AFTER_THE_LAST_KEY, Math.max(0, since + AT_THE_LATEST - Date.now())));
    }

    function wait(milliseconds) {
      clearTimeout(timer);
      timer = setTimeout(save, milliseconds);
    }

    function save() {
      if (busy || over) return;
      busy = true;
      since = 0;
      say(words.saidSaving);
      Promise.resolve()
        .then(send)
        .then(answered)
        .catch(unreachable)
        .then(function () {
          busy = false;
          if (waiting) form.requestSubmit(waiting);
          else if (since) wait(AFTER_THE_LAST_KEY);
        });
    }

    function send() {
      var said = new FormData(form);
      form.querySelectorAll("input[type=file]").forEach(function (field) {
        said.delete(field.name); // a button brings files, once
      });
      return fetch(form.action, {
        method: "POST",
        body: said,
        headers: { "X-Autosave": "yes" },
        signal: AbortSignal.timeout && AbortSignal.timeout(20000),
      });
    }

    function answered(answer) {
      refusals = answer.status === 403 ? refusals + 1 : 0;
      if (refusals === 1) return renewed().then(unreachable);
      if (answer.status >= 500 || answer.status === 429) return unreachable();
      if (refusals || answer.redirected || answer.status > 409) return stopped({ said: words.saidRefused });
      return answer.json().then(function (said) {
        if (answer.status === 401) return signedOut();
        if (answer.status === 409) return stopped(said);
        form.elements.seen.value = said.seen;
        if (since) keep(false);
        else forget();
        say(said.said);
      });
    }

    function unreachable() {
      warn(words.saidUnreachable, "");
      since = since || Date.now();
      if (!waiting) wait(AGAIN);
    }

    function stopped(said) {
      over = true;
      warn(said.said, "overtaken");
    }

    // Whoever signs in anew has a new token: the form gets it from its own page, and goes on.
    function signedOut() {
      warn(words.saidSignedOut, "signed-out");
      since = since || Date.now();
      window.addEventListener("focus", returned);
    }

    function returned() {
      renewed().then(function (isSignedIn) {
        if (!isSignedIn) return;
        window.removeEventListener("focus", returned);
        wait(0);
      });
    }

    function renewed() {
      return fetch(form.action)
        .then(function (answer) {
          return answer.redirected ? "" : answer.text();
        })
        .then(function (page) {
          var name = "input[name=" + TOKEN + "]";
          var found = new DOMParser().parseFromString(page, "text/html").querySelector(name);
          if (found) form.elements[TOKEN].value = found.value;
          return Boolean(found);
        });
    }

    form.addEventListener("input", typed);
    form.addEventListener("submit", function (event) {
      if (busy) {
        event.preventDefault();
        waiting = event.submitter;
        return;
      }
      clearTimeout(timer);
      over = true;
      keep(true);
    });
    window.addEventListener("pageshow", function (event) {
      if (event.persisted) location.reload(); // it comes from the browser's memory: too old
    });
    bringBack();
  }
})();
