package org.ringlab.service;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = TestDatabase.class)
class HealthTest {
    @Test
    void saysThatTheDatabaseIsThere() {
        given().get("/q/health/ready").then().statusCode(200).body("status", is("UP"));
    }

    @Test
    void nothingElseIsOpenToStrangers() {
        given().redirects().follow(false).get("/").then().statusCode(302);
    }
}
