package io.pageturner.pipeline.stream;

import io.pageturner.domain.Episode;
import io.pageturner.domain.Event;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.LateFeedback;
import io.pageturner.domain.Transition;
import io.pageturner.domain.UserId;
import io.pageturner.pipeline.codec.DeadLetter;
import io.pageturner.pipeline.codec.DeadLetterCodec;
import io.pageturner.pipeline.codec.DuplicateCodec;
import io.pageturner.pipeline.codec.EpisodeCodec;
import io.pageturner.pipeline.codec.JoinedPageCodec;
import io.pageturner.pipeline.codec.LateFeedbackCodec;
import io.pageturner.pipeline.codec.TransitionCodec;
import io.pageturner.pipeline.codec.UnmatchedFeedbackCodec;
import io.pageturner.pipeline.join.UnmatchedFeedback;
import io.pageturner.pipeline.kafka.Topics;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;

/** Which result goes to which topic, in which form; keyed by user. */
record Outbox(Topics topics) implements Serializable {
  private static final JoinedPageCodec PAGES = new JoinedPageCodec();
  private static final TransitionCodec TRANSITIONS = new TransitionCodec();
  private static final EpisodeCodec EPISODES = new EpisodeCodec();
  private static final LateFeedbackCodec LATE = new LateFeedbackCodec();
  private static final UnmatchedFeedbackCodec UNMATCHED = new UnmatchedFeedbackCodec();
  private static final DuplicateCodec DUPLICATES = new DuplicateCodec();
  private static final DeadLetterCodec DEAD_LETTERS = new DeadLetterCodec();

  TopicRecord sample(JoinedPage page) {
    return of(topics.samples(), page.decision().user(), PAGES.encode(page));
  }

  TopicRecord aside(JoinedPage page) {
    return of(topics.aside(), page.decision().user(), PAGES.encode(page));
  }

  TopicRecord transition(Transition transition) {
    return of(topics.transitions(), transition.user(), TRANSITIONS.encode(transition));
  }

  TopicRecord episode(Episode episode) {
    return of(topics.episodes(), episode.user(), EPISODES.encode(episode));
  }

  TopicRecord late(LateFeedback late) {
    return of(topics.corrections(), late.feedback().user(), LATE.encode(late));
  }

  TopicRecord unmatched(UnmatchedFeedback unmatched) {
    return of(topics.unmatched(), unmatched.feedback().user(), UNMATCHED.encode(unmatched));
  }

  TopicRecord duplicate(Event event) {
    return of(topics.duplicates(), event.user(), DUPLICATES.encode(event));
  }

  TopicRecord deadLetter(DeadLetter letter) {
    return new TopicRecord(topics.deadLetter(), new byte[0], DEAD_LETTERS.encode(letter));
  }

  private static TopicRecord of(String topic, UserId user, byte[] value) {
    return new TopicRecord(topic, user.value().getBytes(StandardCharsets.UTF_8), value);
  }
}
