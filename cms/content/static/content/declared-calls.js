// Does what Wagtail writes as scripts into its forms: <script type="application/json" data-call="initDateChooser">["id", {}]</script>.
// The admin's policy runs no script that is written into a page, so whoever smuggles one into a text has gained nothing.
(() => {
  // Nothing but the makers of fields: what stands in a page chooses among these, and no other function.
  const MAKERS = /^(?:init|create)?[A-Z]\w*(?:Chooser|Panel)$/;
  const CALLS = "script[type='application/json'][data-call]";

  function carryOut(script) {
    const name = script.dataset.call;
    const maker = MAKERS.test(name) ? window[name] : undefined;
    script.removeAttribute("data-call");
    if (typeof maker !== "function") {
      console.error(`Nothing of this page makes fields by the name ${name}.`);
      return;
    }
    const given = JSON.parse(script.textContent);
    if (/^[A-Z]/.test(name)) new maker(...given);
    else maker(...given);
  }

  function carryOutBelow(node) {
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    if (node.matches(CALLS)) carryOut(node);
    node.querySelectorAll(CALLS).forEach(carryOut);
  }

  function begin() {
    carryOutBelow(document.documentElement);
    new MutationObserver((changes) => {
      changes.forEach((change) => change.addedNodes.forEach(carryOutBelow));
    }).observe(document.documentElement, { childList: true, subtree: true });
  }

  document.addEventListener("DOMContentLoaded", begin, { capture: true });
})();
