/** What the page loads once its first rows are drawn: one file, since each is a message on its way. */
export { DetailPane, summariseShort } from '../detail/detailPane';
export { FindingsLayer } from '../findings/findingsLayer';
