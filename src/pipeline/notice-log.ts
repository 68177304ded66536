/** The notices of a training: each once, reported as soon as it is known. */

export interface NoticeLog {
  readonly notices: readonly string[];
  notify(found: readonly string[]): void;
}

export function noticeLog(onNotice?: (notice: string) => void): NoticeLog {
  const notices: string[] = [];
  return {
    notices,
    notify(found) {
      for (const notice of found) {
        if (notices.includes(notice)) continue;
        notices.push(notice);
        onNotice?.(notice);
      }
    },
  };
}
