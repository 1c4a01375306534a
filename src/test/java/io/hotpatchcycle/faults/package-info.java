/** Every call to Graph under every disturbance: nothing lost, nothing doubled, nothing taken for healthy that is not. */
package io.hotpatchcycle.faults;
