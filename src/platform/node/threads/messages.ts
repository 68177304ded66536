/** What the pool and its threads say to each other. All of it is plain data. */

/** To a thread. */
export type ToThread =
  /** Before the first task of a job: what all its tasks share. */
  | { readonly kind: 'open'; readonly job: number; readonly name: string; readonly shared: unknown }
  | { readonly kind: 'close'; readonly job: number }
  /** One task at a time. */
  | { readonly kind: 'run'; readonly job: number; readonly task: unknown }
  /** Stop the task that is running, at its next pause. */
  | { readonly kind: 'cancel' }
  /** No more tasks: exit. */
  | { readonly kind: 'end' };

/** From a thread, about the task that it runs. */
export type FromThread =
  | { readonly kind: 'report'; readonly report: unknown }
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'cancelled' }
  | {
      readonly kind: 'failed';
      readonly message: string;
      readonly isInputError: boolean;
      readonly stack?: string;
    };
