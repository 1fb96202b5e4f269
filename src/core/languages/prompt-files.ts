/** Which files are prompts by their name. Apart from their reader, because a scan asks before anything has to be read. */

const alwaysPrompt = /\.(?:prompty|prompt|prompt\.(?:ya?ml|md|txt))$/i;
const promptInFolder = /(?:^|\/)prompts?\/(?:.*\/)?[^/]+\.(?:j2|jinja2?|hbs|handlebars|mustache|md|txt)$/i;
const aboutPrompts = /(?:^|\/)(?:readme|license|changelog|contributing)[^/]*$/i;

/** Whether a path says that its file is a prompt. POSIX separators. */
export function isPromptFile(path: string): boolean {
  return alwaysPrompt.test(path) || (promptInFolder.test(path) && !aboutPrompts.test(path));
}
