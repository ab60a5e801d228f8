// The list that opens as you type says what it is for and what it controls.
(function ($) {
  "use strict";

  $(document).on("select2:open", function (event) {
    var id = event.target.id;
    var label = document.querySelector('label[for="' + id + '"]');
    var list = document.getElementById("select2-" + id + "-results");
    var box = document.querySelector('[aria-owns="select2-' + id + '-results"]');
    var field = document.querySelector('.select2-search__field[aria-controls="select2-' + id + '-results"]');
    if (box && list) box.setAttribute("aria-controls", list.id);
    [field, list].forEach(function (part) {
      if (part && label) part.setAttribute("aria-label", label.textContent.replace(/[:：]\s*$/, "").trim());
    });
  });
})(django.jQuery);
