/** Reviews by those who received what they speak of, and questions to them. */
export { reviewsModule } from './module.ts';
export { addToReview } from './add-to-review.ts';
export { answerAsBuyer, answerAsShop } from './answer-question.ts';
export { askQuestion } from './ask-question.ts';
export { markUseful } from './mark-useful.ts';
export { replyToReview } from './reply-to-review.ts';
export { writeReview } from './write-review.ts';
