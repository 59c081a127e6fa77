// Shows the OpenAPI document with Swagger UI, from this service's own files.
const place = document.getElementById("documentation");
window.SwaggerUIBundle({
  url: place.dataset.document,
  domNode: place,
  deepLinking: true,
  supportedSubmitMethods: ["get"],
  validatorUrl: null,
});
