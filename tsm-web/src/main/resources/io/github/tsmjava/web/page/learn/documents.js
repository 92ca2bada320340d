/** The page among the project's documents, where links to them lead somewhere. */
const AMONG = /\/docs\/[^/]*\.html$/;

/** Makes links of the documents that the page names; elsewhere it says where they are. */
export function linkDocuments() {
  const among = AMONG.test(location.pathname);
  document.querySelectorAll('[data-document]').forEach(place => {
    const path = place.dataset.document;
    if (among) place.href = path;
    else place.append(` (docs/${path.replace(/#.*/, '')})`);
  });
}
