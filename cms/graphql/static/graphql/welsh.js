// GraphiQL speaks English only. On the Welsh page this puts its words into Welsh, wherever and whenever they appear.
"use strict";

(() => {
  const WORDS = {
    "Show Documentation Explorer": "Dangos y ddogfennaeth",
    "Hide Documentation Explorer": "Cuddio'r ddogfennaeth",
    "Documentation Explorer": "Y ddogfennaeth",
    "Show History": "Dangos yr hanes",
    "Hide History": "Cuddio'r hanes",
    "Re-fetch GraphQL schema": "Ail-lwytho'r sgema GraphQL",
    "Open short keys dialog": "Dangos llwybrau byr y bysellfwrdd",
    "Open settings dialog": "Agor y gosodiadau",
    "Add tab": "Ychwanegu tab",
    "Close Tab": "Cau'r tab",
    "Select active operation": "Dewis ymholiad",
    "<untitled>": "<dideitl>",
    "Query Editor": "Golygydd yr ymholiad",
    "Editor Commands": "Gorchmynion y golygydd",
    "Execute query (Ctrl-Enter)": "Rhedeg yr ymholiad (Ctrl-Enter)",
    "Stop query (Ctrl-Enter)": "Atal yr ymholiad (Ctrl-Enter)",
    "Prettify query (Shift-Ctrl-P)": "Tacluso'r ymholiad (Shift-Ctrl-P)",
    "Merge fragments into query (Shift-Ctrl-M)": "Cyfuno'r darnau â'r ymholiad (Shift-Ctrl-M)",
    "Copy query (Shift-Ctrl-C)": "Copïo'r ymholiad (Shift-Ctrl-C)",
    Variables: "Newidynnau",
    Headers: "Penynnau",
    "Show editor tools": "Dangos offer y golygydd",
    "Hide editor tools": "Cuddio offer y golygydd",
    "Result Window": "Ffenestr y canlyniad",
    "Close dialog": "Cau'r blwch deialog",
    "Short Keys": "Llwybrau byr y bysellfwrdd",
    "Short Key": "Llwybr byr",
    Function: "Beth mae'n ei wneud",
    "Search in editor": "Chwilio yn y golygydd",
    "Search in documentation": "Chwilio yn y ddogfennaeth",
    "Execute query": "Rhedeg yr ymholiad",
    "Prettify editors": "Tacluso'r golygyddion",
    "Merge fragments definitions into operation definition": "Cyfuno diffiniadau'r darnau â'r gweithrediad",
    "Copy query": "Copïo'r ymholiad",
    "Re-fetch schema using introspection": "Ail-lwytho'r sgema",
    "The editors use": "Mae'r golygyddion yn defnyddio",
    "CodeMirror Key Maps": "mapiau bysellau CodeMirror",
    "that add more short keys. This instance of Graph": "sy'n ychwanegu rhagor o lwybrau byr. Mae'r Graph",
    "QL uses": "QL hwn yn defnyddio",
    Settings: "Gosodiadau",
    Theme: "Thema",
    "Adjust how the interface appears.": "Newid golwg y rhyngwyneb.",
    System: "System",
    Light: "Golau",
    Dark: "Tywyll",
    "Clear storage": "Clirio'r storfa",
    "Remove all locally stored data and start fresh.": "Dileu popeth sydd wedi'i storio yn y porwr hwn a dechrau o'r newydd.",
    "Clear data": "Clirio'r data",
    "Cleared data": "Cliriwyd y data",
    Failed: "Methwyd",
    History: "Hanes",
    Clear: "Clirio",
    Cleared: "Cliriwyd",
    "Failed to Clear": "Methwyd â chlirio",
    Save: "Cadw",
    "Type a label": "Teipiwch label",
    "Set active": "Defnyddio eto",
    "Edit label": "Golygu'r label",
    "Add favorite": "Ychwanegu at y ffefrynnau",
    "Remove favorite": "Tynnu o'r ffefrynnau",
    "Delete from history": "Dileu o'r hanes",
    icon: "eicon",
    Docs: "Dogfennaeth",
    "Go back to Docs": "Yn ôl i'r ddogfennaeth",
    "Search Docs...": "Chwilio'r ddogfennaeth",
    "A GraphQL schema provides a root type for each kind of operation.":
      "Mae sgema GraphQL yn rhoi math gwraidd ar gyfer pob math o weithrediad.",
    "Root Types": "Mathau gwraidd",
    "All Schema Types": "Holl fathau'r sgema",
    Type: "Math",
    Fields: "Meysydd",
    Arguments: "Argiau",
    Directives: "Cyfarwyddebau",
    Implements: "Yn gweithredu",
    Implementations: "Gweithrediadau",
    "Possible Types": "Mathau posibl",
    "Enum Values": "Gwerthoedd",
    Deprecated: "I'w ddileu",
    "Deprecated Fields": "Meysydd i'w dileu",
    "Deprecated Arguments": "Argiau i'w dileu",
    "Deprecated Enum Values": "Gwerthoedd i'w dileu",
    "Show Deprecated Fields": "Dangos meysydd i'w dileu",
    "Show Deprecated Arguments": "Dangos argiau i'w dileu",
    "Show Deprecated Values": "Dangos gwerthoedd i'w dileu",
    "No results found": "Ni chafwyd canlyniadau",
    "Other results": "Canlyniadau eraill",
    "Error fetching schema": "Gwall wrth lwytho'r sgema",
    "No GraphQL schema available": "Nid oes sgema GraphQL ar gael",
    "Automatically added leaf fields": "Ychwanegwyd y meysydd hyn yn awtomatig",
  };
  const PATTERNS = [
    [/^Go back to (.+)$/, "Yn ôl i $1"],
    [/^Search (.+)\.\.\.$/, "Chwilio $1"],
    [/^Cannot query field "(.+?)" on type "(.+?)"\.(?: Did you mean .+)?$/, "Nid oes maes o'r enw \"$1\" yn y math \"$2\"."],
    [/^Unknown argument "(.+?)" on field "(.+?)"\.(?: Did you mean .+)?$/, "Nid yw'r maes \"$2\" yn derbyn yr arg \"$1\"."],
    [
      /^Field "(.+?)" argument "(.+?)" of type "(.+?)" is required, but it was not provided\.$/,
      "Rhaid rhoi'r arg \"$2\" (math \"$3\") i'r maes \"$1\".",
    ],
    [
      /^Field "(.+?)" of type "(.+?)" must have a selection of subfields\..*$/,
      "Rhaid dewis meysydd o dan \"$1\" (math \"$2\").",
    ],
    [
      /^Field "(.+?)" must not have a selection since type "(.+?)" has no subfields\.$/,
      "Nid oes meysydd o dan \"$1\" (math \"$2\").",
    ],
    [/^Variable "(.+?)" is not defined(?: by operation ".+?")?\.$/, "Nid yw'r newidyn \"$1\" wedi'i ddiffinio."],
    [/^Variable "(.+?)" is never used(?: in operation ".+?")?\.$/, "Nid yw'r newidyn \"$1\" yn cael ei ddefnyddio."],
    [/^Unknown type "(.+?)"\.(?: Did you mean .+)?$/, "Nid oes math o'r enw \"$1\"."],
    [/^Unknown fragment "(.+?)"\.$/, "Nid oes darn o'r enw \"$1\"."],
    [/^Fragment "(.+?)" is never used\.$/, "Nid yw'r darn \"$1\" yn cael ei ddefnyddio."],
    [/^Syntax Error: Expected (.+), found (.+)\.$/, "Gwall cystrawen: disgwylid $1, cafwyd $2."],
    [/^Syntax Error: (.+)$/, "Gwall cystrawen: $1"],
  ];
  const ATTRIBUTES = ["aria-label", "title", "placeholder"];
  // What people write, what the service answers, and names of the schema are not GraphiQL's words.
  const NOT_ITS_WORDS = ".CodeMirror-lines, .graphiql-doc-explorer-type-name, .graphiql-doc-explorer-field-name, .graphiql-doc-explorer-enum-value, code, script";
  const IN_ENGLISH = ".graphiql-markdown-description, .graphiql-markdown-deprecation, .CodeMirror-hint-information-description, .info-description";

  function welsh(text) {
    const words = text.trim();
    if (Object.hasOwn(WORDS, words)) {
      return text.replace(words, () => WORDS[words]);
    }
    const pattern = PATTERNS.find(([known]) => known.test(words));
    return pattern ? words.replace(pattern[0], pattern[1]) : text;
  }

  function translateText(node) {
    if (node.parentElement && !node.parentElement.closest(NOT_ITS_WORDS)) {
      const translated = welsh(node.data);
      if (translated !== node.data) {
        node.data = translated;
        if (node.parentElement.closest(IN_ENGLISH)) {
          node.parentElement.lang = "cy";
        }
      }
    }
  }

  function translateAttributes(element) {
    for (const name of ATTRIBUTES) {
      const value = element.getAttribute(name);
      if (value) {
        const translated = welsh(value);
        if (translated !== value) {
          element.setAttribute(name, translated);
        }
      }
    }
    if (element.matches(IN_ENGLISH)) {
      element.lang = "en";
    }
  }

  function translate(root) {
    if (root.nodeType === Node.TEXT_NODE) {
      translateText(root);
    } else if (root.nodeType === Node.ELEMENT_NODE && !root.matches(".CodeMirror-lines")) {
      translateAttributes(root);
      root.childNodes.forEach(translate);
    }
  }

  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "attributes") {
        translateAttributes(change.target);
      } else if (change.type === "characterData") {
        translateText(change.target);
      } else {
        change.addedNodes.forEach(translate);
      }
    }
  }).observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES,
  });
})();
