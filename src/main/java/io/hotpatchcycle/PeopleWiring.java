package io.hotpatchcycle;

import io.hotpatchcycle.graph.GraphTenant;
import io.hotpatchcycle.identity.Accounts;
import io.hotpatchcycle.identity.CurrentPerson;
import io.hotpatchcycle.identity.GroupLookup;
import io.hotpatchcycle.process.Absences;
import io.hotpatchcycle.process.SignInProof;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Tells decisions how their deciders signed in, who of them cannot be counted on, and sign-ins which groups a token leaves out. */
@Configuration(proxyBeanMethods = false)
class PeopleWiring {

    @Bean
    GroupLookup groupLookup(GraphTenant tenant) {
        return tenant.people();
    }

    @Bean
    Absences absences(Accounts accounts) {
        return accounts::unused;
    }

    @Bean
    SignInProof signInProof(CurrentPerson people) {
        return person -> people.find().filter(signedIn -> signedIn.id().equals(person)).flatMap(signedIn -> people.signedIn())
                .map(how -> new SignInProof.Proof(how.at(), how.method()));
    }
}
