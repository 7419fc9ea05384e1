// SPDX-License-Identifier: MIT
// iceoryx2: a frame is a loaned sample of publish and subscribe; the reader sleeps on an event.

use iceoryx2::port::listener::Listener;
use iceoryx2::port::notifier::Notifier;
use iceoryx2::port::publisher::Publisher;
use iceoryx2::prelude::*;
use std::ffi::CStr;
use std::os::raw::{c_char, c_void};

struct Producer {
    publisher: Publisher<ipc::Service, [u8], ()>,
    notifier: Notifier<ipc::Service>,
    _node: Node<ipc::Service>,
}

fn name(text: *const c_char) -> ServiceName {
    let text = unsafe { CStr::from_ptr(text) }.to_str().unwrap();
    text.try_into().unwrap()
}

fn wake_ups(node: &Node<ipc::Service>, service: &ServiceName)
    -> iceoryx2::service::port_factory::event::PortFactory<ipc::Service> {
    node.service_builder(service).event().open_or_create().unwrap()
}

#[no_mangle]
pub extern "C" fn iox_producer(service: *const c_char, size: usize) -> *mut c_void {
    let node = NodeBuilder::new().create::<ipc::Service>().unwrap();
    let service = name(service);
    let frames = node.service_builder(&service).publish_subscribe::<[u8]>().open_or_create().unwrap();
    let publisher = frames.publisher_builder().initial_max_slice_len(size).create().unwrap();
    let notifier = wake_ups(&node, &service).notifier_builder().create().unwrap();
    Box::into_raw(Box::new(Producer { publisher, notifier, _node: node })) as *mut c_void
}

#[no_mangle]
pub extern "C" fn iox_produce(producer: *mut c_void, size: usize, number: u32,
                              stamp: extern "C" fn(*mut c_void, u32)) {
    let producer = unsafe { &*(producer as *const Producer) };
    let mut sample = producer.publisher.loan_slice_uninit(size).unwrap();
    stamp(sample.payload_mut().as_mut_ptr() as *mut c_void, number);
    unsafe { sample.assume_init() }.send().unwrap();
    producer.notifier.notify().unwrap();
}

#[no_mangle]
pub extern "C" fn iox_end(producer: *mut c_void) {
    let producer = unsafe { Box::from_raw(producer as *mut Producer) };
    let _ = producer.notifier.notify();
}

#[no_mangle]
pub extern "C" fn iox_consume(service: *const c_char, ready: extern "C" fn(),
                              seen: extern "C" fn(*const c_void), stopped: extern "C" fn() -> i32) {
    let node = NodeBuilder::new().create::<ipc::Service>().unwrap();
    let service = name(service);
    let frames = node.service_builder(&service).publish_subscribe::<[u8]>().open_or_create().unwrap();
    let subscriber = frames.subscriber_builder().create().unwrap();
    let listener: Listener<ipc::Service> =
        wake_ups(&node, &service).listener_builder().create().unwrap();
    ready();
    while stopped() == 0 {
        listener.blocking_wait(|_| {}).unwrap();
        while let Some(sample) = subscriber.receive().unwrap() {
            seen(sample.payload().as_ptr() as *const c_void);
        }
    }
}
