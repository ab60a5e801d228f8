// Everything works without this file; it only spares a click or two.
(function () {
  "use strict";

  function each(selector, act) {
    document.querySelectorAll(selector).forEach(act);
  }

  // A page with faults opens at the list of them.
  each("[data-focus]", function (element) {
    element.focus();
  });

  // Passwords may be looked at while they are typed.
  each("[data-password-toggle]", function (button) {
    var input = button.parentNode.querySelector("input");
    button.hidden = false;
    button.addEventListener("click", function () {
      var shown = input.type === "text";
      input.type = shown ? "password" : "text";
      button.textContent = shown ? button.dataset.show : button.dataset.hide;
    });
  });

  each("[data-print]", function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      window.print();
    });
  });

  each("[data-copy]", function (button) {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
      button.textContent = button.dataset.done;
    });
  });

  // Lists that open by themselves where there is room, and wait to be opened on a phone.
  each("details[data-open-wide]", function (details) {
    if (window.matchMedia("(min-width: 62em)").matches) details.open = true;
  });

  // A script that only helps while something is used is fetched when it is used first.
  each("[data-script]", function (element) {
    element.addEventListener(
      "focusin",
      function () {
        var script = document.createElement("script");
        script.src = element.dataset.script;
        document.head.append(script);
      },
      { once: true },
    );
  });

  // A form is sent once, however often the button is pressed.
  each("form[method=post][data-once]", function (form) {
    form.addEventListener("submit", function (event) {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
    });
  });
})();
