package io.hotpatchcycle;

import io.hotpatchcycle.identity.CurrentPerson;
import io.hotpatchcycle.process.SignInProof;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Tells decisions how their deciders signed in. */
@Configuration(proxyBeanMethods = false)
class PeopleWiring {

    @Bean
    SignInProof signInProof(CurrentPerson people) {
        return person -> people.find().filter(signedIn -> signedIn.id().equals(person)).flatMap(signedIn -> people.signedIn())
                .map(how -> new SignInProof.Proof(how.at(), how.method()));
    }
}
