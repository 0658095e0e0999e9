package io.pageturner.simulator;

import io.pageturner.domain.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** The users of a world. */
final class Population {
  private static final long USERS = 3;
  private static final double MEDIAN_DISTANCE_KM = 2;

  private final WorldSettings settings;
  private final Catalogue catalogue;
  private final List<User> users = new ArrayList<>();

  Population(WorldSettings settings, Catalogue catalogue, long seed) {
    this.settings = settings;
    this.catalogue = catalogue;
    for (int index = 0; index < settings.users(); index++) {
      users.add(draw(new UserId("u" + index), Randomness.stream(seed, USERS, index)));
    }
  }

  private User draw(UserId id, RandomGenerator random) {
    int category = random.nextInt(settings.catalogue().categories());
    float[] taste = Catalogue.near(catalogue.centre(category), 1, random);
    return new User(
        id,
        taste,
        Catalogue.near(taste, settings.scores().tasteBlur(), random),
        catalogue.nearest(taste),
        random.nextGaussian(),
        Randomness.logNormal(random, 1, settings.attention().spread()),
        Randomness.logNormal(random, MEDIAN_DISTANCE_KM, 0.5),
        Randomness.logNormal(random, 1, 0.3));
  }

  User user(int index) {
    if (index < 0 || index >= users.size()) {
      throw new IllegalArgumentException(
          "user index must be in [0, " + users.size() + "), was " + index);
    }
    return users.get(index);
  }
}
