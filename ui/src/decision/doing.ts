import type { CardDto, OptionView, StanceView } from '../host/api';

/** What is being done to a decision: the form that lies open over its page. */
export type Doing =
  | { what: 'stance'; who?: CardDto; of?: StanceView }
  | { what: 'answer'; of: StanceView }
  | { what: 'option'; of?: OptionView }
  | { what: 'grounds' }
  | { what: 'amend' }
  | { what: 'choose'; option?: string }
  | { what: 'review' }
  | { what: 'withdraw' }
  | { what: 'history' };
