package io.hotpatchcycle.console;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Tells OpenAPI of the query parameters that {@link Page} reads. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(name = "page", in = ParameterIn.QUERY, description = "from 0", schema = @Schema(type = "integer", minimum = "0", defaultValue = "0"))
@Parameter(name = "size", in = ParameterIn.QUERY, description = "rows of a page; the Link header leads to the others",
        schema = @Schema(type = "integer", minimum = "1", maximum = "500", defaultValue = "50"))
@interface Paged {
}
