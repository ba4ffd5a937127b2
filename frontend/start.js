// Starts the program that the address is for. The policy of the page allows no script inside it, so this is a
// file; code and script are fetched side by side.
const forStaff = /^\/staff(\/|$)/.test(location.pathname);
const [script, code] = forStaff
  ? ['/{{staff.js}}', '/{{staff.wasm}}']
  : ['/{{patients.js}}', '/{{patients.wasm}}'];
const fetched = fetch(code);
import(script).then((program) => program.default({ module_or_path: fetched }));
