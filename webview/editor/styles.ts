/*
 * All styles of the page, one file a component. They are imported here and not by their components, because esbuild writes the
 * styles of a lazy chunk (`layout/lazyDetail.tsx`) into a file of its own, which nothing loads.
 */
import '../shared/controls/button.css';
import '../shared/controls/dialog.css';
import '../shared/controls/iconButton.css';
import '../shared/controls/menu.css';
import '../shared/controls/pickers.css';
import '../shared/controls/textField.css';
import '../shared/icons/icon.css';
import '../shared/page.css';
import '../shared/preview/preview.css';
import '../shared/preview/richText.css';
import './banners/banner.css';
import './detail/detailHeader.css';
import './detail/detailPane.css';
import './detail/rawEditor.css';
import './diff/diff.css';
import './find/marks.css';
import './findings/compare.css';
import './findings/fieldFindings.css';
import './findings/findings.css';
import './findings/fixAll.css';
import './findings/popover.css';
import './findings/problems.css';
import './form/addButton.css';
import './form/booleanField.css';
import './form/exampleForm.css';
import './form/fieldFrame.css';
import './form/labelField.css';
import './form/parts.css';
import './form/roleSelect.css';
import './form/sides.css';
import './form/taskTypeField.css';
import './form/turn.css';
import './form/turnList.css';
import './form/weightField.css';
import './layout/layout.css';
import './layout/splitter.css';
import './list/emptyList.css';
import './list/listPane.css';
import './list/listRow.css';
import './preview/examplePreview.css';
import './text/growingTextArea.css';
import './toolbar/findBox.css';
import './toolbar/rowCount.css';
import './toolbar/toolbar.css';
