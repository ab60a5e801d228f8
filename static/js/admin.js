// The fields that search as you type come without a name: give them the name of their label.
(function () {
  "use strict";

  function nameFields() {
    document.querySelectorAll("select.select2-hidden-accessible").forEach(function (select) {
      var label = document.querySelector('label[for="' + select.id + '"]');
      var box = select.nextElementSibling && select.nextElementSibling.querySelector(".select2-selection");
      if (!label || !box) return;
      label.id = label.id || select.id + "_label";
      var shown = box.querySelector(".select2-selection__rendered");
      box.setAttribute("aria-labelledby", label.id + (shown ? " " + shown.id : ""));
      if (shown) shown.setAttribute("aria-labelledby", label.id);
    });
  }

  // They are made by another script, some of them later, when a row is added.
  document.addEventListener("DOMContentLoaded", function () {
    nameFields();
    new MutationObserver(nameFields).observe(document.body, { childList: true, subtree: true });
  });
})();

// On a phone the menu is a line to be pushed: begin where one is.
(function () {
  "use strict";

  document.addEventListener("DOMContentLoaded", function () {
    var menu = document.querySelector(".main-menu");
    var here = menu && menu.querySelector("[aria-current]");
    if (here) menu.scrollLeft = here.offsetLeft - (menu.clientWidth - here.offsetWidth) / 2;
  });
})();
