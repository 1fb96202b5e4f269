/** Entry of the thread in which the server compares with another branch. */
import { answerApart } from '../node/diff/apart.ts';

void answerApart();
