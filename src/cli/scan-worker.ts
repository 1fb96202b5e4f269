/** Entry of a scan's second thread. */
import { answerQuestions } from '../node/worker-scanner.ts';

answerQuestions();
