// Starts GraphiQL from this service's own files, and opens the examples in it.
"use strict";

(() => {
  const { GraphiQL, React, ReactDOM } = window;
  const place = document.getElementById("browser");
  const said = document.querySelector(".said");
  const examples = JSON.parse(document.getElementById("examples").textContent);
  const ours = new Set(examples.flatMap((example) => [example.query.trim(), example.twin.trim()]));
  let editing = null;

  async function ask(request) {
    const response = await fetch(place.dataset.address, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/graphql-response+json, application/json;q=0.9" },
      body: JSON.stringify(request),
    });
    return response.json();
  }

  // Names the place where one types, and lets Tab leave it, as it leaves any other.
  function accessible(editor, name) {
    if (editor && !editor.getInputField().hasAttribute("aria-label")) {
      editor.getInputField().setAttribute("aria-label", name);
      editor.addKeyMap({ Tab: false, "Shift-Tab": false });
    }
  }

  // A part of GraphiQL's toolbar that shows nothing: it is how one comes by the editors.
  function Editors() {
    editing = GraphiQL.React.useEditorContext();
    accessible(editing.queryEditor, "Query Editor");
    accessible(editing.variableEditor, "Variables");
    accessible(editing.responseEditor, "Result Window");
    const ready = Boolean(editing.queryEditor && editing.variableEditor && editing.responseEditor);
    React.useEffect(() => {
      if (ready) {
        setTimeout(begin);
      }
    }, [ready]);
    return null;
  }

  function offerSchema(schema) {
    const link = document.getElementById("schema");
    const text = GraphiQL.GraphQL.printSchema(schema);
    URL.revokeObjectURL(link.href);
    link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
    link.hidden = false;
  }

  function show(example) {
    editing.queryEditor.setValue(example.query);
    editing.variableEditor.setValue(example.variables);
    editing.responseEditor.setValue("");
  }

  // Who comes for the first time finds an example; who changes the language, the same one in it. (GraphiQL's
  // `defaultTabs` forgets the variables of a tab.)
  function begin() {
    const text = editing.queryEditor.getValue().trim();
    const example = text === "" ? examples[0] : examples.find((one) => one.twin.trim() === text);
    if (example) {
      show(example);
    }
  }

  // Replaces what nobody wrote; anything else stays in its own tab.
  function open(example) {
    const text = editing.queryEditor.getValue().trim();
    if (text !== "" && !ours.has(text)) {
      editing.addTab();
    }
    show(example);
    said.textContent = said.dataset.opened + example.title;
    place.scrollIntoView({ block: "nearest" });
  }

  document.querySelector(".examples").addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button && editing) {
      open(examples[Number(button.dataset.example)]);
    }
  });

  ReactDOM.createRoot(place).render(
    React.createElement(
      GraphiQL,
      {
        fetcher: ask,
        defaultTabs: [{ query: "" }],
        defaultEditorToolsVisibility: "variables",
        isHeadersEditorEnabled: false,
        shouldPersistHeaders: false,
        inputValueDeprecation: true,
        onSchemaChange: offerSchema,
        toolbar: { additionalComponent: Editors },
      },
      React.createElement(GraphiQL.Logo, null, React.createElement("span")),
    ),
  );
})();
