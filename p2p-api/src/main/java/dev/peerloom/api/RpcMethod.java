package dev.peerloom.api;

import java.util.List;

/** A method of the admin interface. */
@FunctionalInterface
public interface RpcMethod {
    Object call(List<Object> params) throws Exception;
}
